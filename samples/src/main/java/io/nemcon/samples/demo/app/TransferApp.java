package io.nemcon.samples.demo.app;

import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.bank.TellFile;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.xa.NemconDataSource;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main class of an app: so many threads that transfer money until the demo says stop.
 *
 * <p>To its standard output it says {@link #READY}, and how many transfers it was told of, some times a second. It needs no
 * disk: its notes are there for the demo to judge by, and Nemcon knows nothing of them.
 */
public final class TransferApp {

    /** Said once everything is open. Then the app waits for {@link #GO}. */
    public static final String READY = "ready";

    public static final String GO = "go";

    public static final String STOP = "stop";

    private static final Logger LOG = LoggerFactory.getLogger(TransferApp.class);
    private static final Duration COUNTS_EVERY = Duration.ofMillis(200);
    private static final Duration BEGIN_AGAIN = Duration.ofMillis(50);
    /** Connections beyond one a thread: a branch that outlives its transaction's answer keeps its connection a while. */
    private static final int SPARE_CONNECTIONS = 4;

    private final ParentPipe parent = new ParentPipe();
    private final Object countsLock = new Object();
    private Counts counts = Counts.NONE;

    private TransferApp() {}

    /** @param arguments the file of an {@link AppConfig} */
    public static void main(String[] arguments)
            throws IOException, SQLException, InterruptedException, SystemException {
        new TransferApp().run(AppConfig.load(Path.of(arguments[0])));
        System.exit(0);
    }

    private void run(AppConfig config) throws IOException, SQLException, InterruptedException, SystemException {
        parent.start();
        try (TellFile notes = TellFile.create(config.notes());
                Nemcon nemcon =
                        Nemcon.open(NemconConfig.group(config.endpoints()).name(config.name()));
                NemconDataSource first = open(nemcon, config, config.first());
                NemconDataSource second = open(nemcon, config, config.second())) {
            Transfers transfers = new Transfers(
                    nemcon.userTransaction(),
                    nemcon.synchronizationRegistry(),
                    first,
                    second,
                    config.accounts(),
                    notes);
            say(READY);
            parent.awaitGo();
            work(transfers, config.threads());
        }
    }

    private static NemconDataSource open(Nemcon nemcon, AppConfig config, BankLogin login) throws SQLException {
        return NemconDataSource.builder(nemcon, login.database())
                .url(login.url())
                .user(login.user())
                .password(login.password())
                .maximumPoolSize(config.threads() + SPARE_CONNECTIONS)
                .build();
    }

    private void work(Transfers transfers, int threads) throws InterruptedException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 1; i <= threads; i++) {
            Thread worker = new Thread(() -> transferUntilStopped(transfers), "transfer-" + i);
            workers.add(worker);
            worker.start();
        }
        for (Thread worker : workers) {
            do {
                worker.join(COUNTS_EVERY.toMillis());
                say(counts().line());
            } while (worker.isAlive());
        }
    }

    private void transferUntilStopped(Transfers transfers) {
        try {
            while (!parent.stopping()) {
                transferOnce(transfers);
            }
        } catch (IOException | NotSupportedException | RuntimeException | InterruptedException e) {
            LOG.error("this app cannot go on", e);
            Runtime.getRuntime().halt(1); // what it was told and could not note would count for nothing
        }
    }

    private void transferOnce(Transfers transfers) throws IOException, NotSupportedException, InterruptedException {
        try {
            count(transfers.transferOnce());
        } catch (SystemException e) {
            LOG.info("no transaction could be begun, trying again: {}", e.getMessage());
            Thread.sleep(BEGIN_AGAIN.toMillis());
        }
    }

    private void count(Told told) {
        synchronized (countsLock) {
            counts = counts.plus(told);
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
