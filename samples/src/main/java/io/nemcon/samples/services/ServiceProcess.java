package io.nemcon.samples.services;

import com.sun.net.httpserver.Filter;
import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.samples.demo.app.ParentPipe;
import io.nemcon.xa.NemconDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The main class of a service: {@code ServiceProcess order|stock|payment CONFIG}, with the file of a {@link ServiceConfig}. Says
 * {@code ready PORT} once it listens, and ends when its standard input does.
 */
public final class ServiceProcess {

    /** Said with the port once it listens. */
    public static final String READY = "ready ";

    private static final Duration SESSION_TTL = Duration.ofSeconds(5);
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(20);

    private ServiceProcess() {}

    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        run(arguments[0], ServiceConfig.load(Path.of(arguments[1])), Nemcon::open, line -> {});
        System.exit(0);
    }

    /**
     * @param open makes the client
     * @param others is given the lines of standard input that do not end it
     */
    static void run(String kind, ServiceConfig config, Function<NemconConfig, Nemcon> open, Consumer<String> others)
            throws IOException, SQLException, InterruptedException {
        ParentPipe parent = new ParentPipe(others);
        parent.start();
        NemconConfig group = NemconConfig.group(config.endpoints())
                .name(config.name())
                .sessionTtl(SESSION_TTL)
                .transactionTimeout(TRANSACTION_TIMEOUT);
        try (Nemcon nemcon = open.apply(group);
                NemconDataSource database = Service.dataSource(nemcon, config.login());
                Service service = start(kind, nemcon, database, config)) {
            System.out.println(READY + service.port());
            System.out.flush();
            parent.awaitGo(); // or its end
        }
    }

    private static Service start(String kind, Nemcon nemcon, DataSource database, ServiceConfig config)
            throws IOException {
        List<Filter> joined = List.of(new JoinFilter(nemcon.propagation()));
        return switch (kind) {
            case "order" ->
                Service.start(
                        "/order",
                        new OrderService(
                                nemcon,
                                database,
                                Arrays.stream(config.callees().split(","))
                                        .filter(address -> !address.isEmpty())
                                        .toList()),
                        List.of());
            case "stock" -> Service.start("/take", new StockService(database), joined);
            case "payment" -> Service.start("/pay", new PaymentService(database), joined);
            default -> throw new IllegalArgumentException("no service " + kind + ": order, stock or payment");
        };
    }
}
