package io.nemcon.samples.torture.point;

import io.nemcon.agent.ParticipantAgent;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.client.HostedClient;
import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.client.group.WireLines;
import io.nemcon.core.id.ResourceName;
import io.nemcon.node.GroupException;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireSecurity;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.RecoveryRegistrar;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main class of an app of the matrix, or of an agent: Nemcon on an {@link ArmedHost}, and transactions as its parent asks
 * for them. To it: {@code do ID KIND}, {@code release}, {@code loop}, {@code rest}, {@code stop}. From it:
 * {@code began ID GTRID KIND}, {@code told ID GTRID OUTCOME}, {@code none ID} if none could be begun.
 */
public final class PointApp {

    public static final String DO = "do";
    public static final String RELEASE = "release";
    public static final String LOOP = "loop";
    public static final String REST = "rest";
    public static final String STOP = "stop";

    /** Shorter than a pause. */
    private static final Duration SESSION_TTL = Duration.ofSeconds(3);

    /** Longer than a pause, so that it is the lease that aborts. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final int CONNECTIONS = 6;
    private static final int IN_FLIGHT_MAX = 10_000;
    private static final long AGAIN_MS = 100;
    private static final Logger LOG = LoggerFactory.getLogger(PointApp.class);

    /** Takes no resource: this process has no agents. */
    private static final RecoveryRegistrar NO_AGENT = new RecoveryRegistrar() {
        @Override
        public void register(RecoverableResource resource) {
            resource.close();
        }

        @Override
        public void unregister(ResourceName name) {
            // it was never there
        }
    };

    private final ArmedHost host = new ArmedHost();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AppArguments arguments;
    private volatile Orders orders = Orders.NONE;

    private PointApp(AppArguments arguments) {
        this.arguments = arguments;
    }

    /** @param arguments those of {@link AppArguments}, and what is armed from the start on */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> all = Arrays.asList(arguments);
        PointApp app = new PointApp(AppArguments.parse(all));
        Parent.armAll(app.host, all.subList(AppArguments.COUNT, all.size()));
        Parent.listen(app.host, app::hear);
        app.run();
        System.exit(0);
    }

    private void hear(String line) {
        if (line.equals(STOP)) {
            stop.countDown();
        } else {
            orders.take(line);
        }
    }

    private void run() throws InterruptedException {
        while (stop.getCount() > 0) {
            try (Nemcon nemcon = HostedClient.open(host, config(), lines());
                    NemconDataSource first = open(nemcon, "bank-a", arguments.firstUrl());
                    NemconDataSource second = open(nemcon, "bank-b", arguments.secondUrl())) {
                orders = new Orders(nemcon, new Work(List.of(first, second)));
                Parent.say(Parent.READY);
                stop.await();
                orders.take(REST);
                return;
            } catch (SQLException | GroupException notYet) {
                LOG.warn("not everything is there yet, trying again: {}", notYet.getMessage());
                Thread.sleep(AGAIN_MS);
            }
        }
    }

    private NemconConfig config() {
        return NemconConfig.group(arguments.endpoints())
                .name(arguments.name())
                .sessionTtl(SESSION_TTL)
                .transactionTimeout(TRANSACTION_TIMEOUT)
                .closeTimeout(CLOSE_TIMEOUT);
    }

    private WireLines lines() {
        WireLimits limits = WireLimits.defaults().withInFlightMax(IN_FLIGHT_MAX);
        return new WireLines(arguments.name(), WireSecurity.none(), limits);
    }

    private NemconDataSource open(Nemcon nemcon, String name, String url) throws SQLException {
        RecoveryRegistrar registrar =
                arguments.hasAgent() ? RecoveryRegistrar.of(ParticipantAgent.of(nemcon)) : NO_AGENT;
        return NemconDataSource.builder(nemcon.enlister(), registrar, name)
                .url(url)
                .user(arguments.user())
                .password(arguments.password())
                .maximumPoolSize(CONNECTIONS)
                .connectionTimeout(CONNECTION_TIMEOUT)
                .examine(false)
                .build();
    }
}
