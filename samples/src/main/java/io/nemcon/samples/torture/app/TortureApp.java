package io.nemcon.samples.torture.app;

import io.nemcon.client.HostedClient;
import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.client.group.WireLines;
import io.nemcon.node.GroupException;
import io.nemcon.node.host.Host;
import io.nemcon.samples.demo.app.Counts;
import io.nemcon.samples.demo.app.ParentPipe;
import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.torture.clock.JumpingHost;
import io.nemcon.samples.torture.history.HistoryFile;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireSecurity;
import io.nemcon.xa.NemconDataSource;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main class of an app: some threads that work until the run says stop, in a world in which anything may be away at any time, from
 * its start on. One without threads is an agent: it finishes what others left.
 */
public final class TortureApp {

    /** Said once everything is open. */
    public static final String READY = "ready";

    public static final String STOP = "stop";

    private static final Logger LOG = LoggerFactory.getLogger(TortureApp.class);
    private static final Duration COUNTS_EVERY = Duration.ofMillis(200);
    private static final Duration AGAIN = Duration.ofMillis(100);
    /** Short, for pauses are: some shall be longer than this, some not. */
    private static final Duration SESSION_TTL = Duration.ofSeconds(3);

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);
    private static final int SPARE_CONNECTIONS = 4;
    private static final int THINK_MS_MAX = 12;

    private final AppConfig config;
    private final JumpingHost host = new JumpingHost(Host.real());
    private final ParentPipe parent = new ParentPipe(host::hear);
    private final Object countsLock = new Object();
    private Counts counts = Counts.NONE;

    private TortureApp(AppConfig config) {
        this.config = config;
    }

    /** @param arguments the file of an {@link AppConfig} */
    public static void main(String[] arguments) throws IOException, InterruptedException, SystemException {
        new TortureApp(AppConfig.load(Path.of(arguments[0]))).run();
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException, SystemException {
        parent.start();
        while (!parent.stopping()) {
            try (Nemcon nemcon = connect();
                    NemconDataSource first = open(nemcon, config.first());
                    NemconDataSource second = open(nemcon, config.second());
                    HistoryFile history = HistoryFile.create(config.history())) {
                say(READY);
                work(new Transactions(nemcon, new Work(first, second, config), history));
                return;
            } catch (SQLException | GroupException e) {
                LOG.info("not everything is there yet, trying again: {}", e.getMessage());
                Thread.sleep(AGAIN.toMillis());
            }
        }
    }

    private Nemcon connect() {
        NemconConfig client = NemconConfig.group(config.endpoints())
                .name(config.name())
                .sessionTtl(SESSION_TTL)
                .transactionTimeout(TRANSACTION_TIMEOUT);
        return HostedClient.open(
                host, client, new WireLines(config.name(), WireSecurity.none(), WireLimits.defaults()));
    }

    private NemconDataSource open(Nemcon nemcon, BankLogin login) throws SQLException {
        return NemconDataSource.builder(nemcon, login.database())
                .url(login.url())
                .user(login.user())
                .password(login.password())
                .maximumPoolSize(config.threads() + SPARE_CONNECTIONS)
                .connectionTimeout(CONNECTION_TIMEOUT)
                .examine(false)
                .build();
    }

    private void work(Transactions transactions) throws InterruptedException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 1; i <= config.threads(); i++) {
            Thread worker = new Thread(() -> workUntilStopped(transactions), "worker-" + i);
            workers.add(worker);
            worker.start();
        }
        while (!parent.stopping() || workers.stream().anyMatch(Thread::isAlive)) {
            Thread.sleep(COUNTS_EVERY.toMillis());
            say(counts().line());
        }
    }

    private void workUntilStopped(Transactions transactions) {
        try {
            while (!parent.stopping()) {
                workOnce(transactions);
                Thread.sleep(ThreadLocalRandom.current().nextInt(THINK_MS_MAX));
            }
        } catch (IOException | NotSupportedException | RuntimeException | InterruptedException e) {
            LOG.error("this app cannot go on", e);
            Runtime.getRuntime().halt(1); // what it was told and could not write down would count for nothing
        }
    }

    private void workOnce(Transactions transactions) throws IOException, NotSupportedException, InterruptedException {
        try {
            Told told = transactions.once();
            synchronized (countsLock) {
                counts = counts.plus(told);
            }
        } catch (SystemException e) {
            LOG.info("no transaction could be begun, trying again: {}", e.getMessage());
            Thread.sleep(AGAIN.toMillis());
        }
    }

    private Counts counts() {
        synchronized (countsLock) {
            return counts;
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
