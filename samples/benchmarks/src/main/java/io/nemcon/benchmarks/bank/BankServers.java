package io.nemcon.benchmarks.bank;

import io.nemcon.benchmarks.system.Bank;
import io.nemcon.samples.demo.Teardown;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.database.Databases;
import io.nemcon.samples.demo.database.ServerDatabases;
import io.nemcon.samples.demo.database.ServerKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;

/** Two PostgreSQL servers that force their writes to disk, with accounts whose money is counted. Used by one thread. */
public final class BankServers {

    public static final int ACCOUNTS = 10_000;

    private static final long BALANCE_EACH = 1_000;
    private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration QUIET_POLL = Duration.ofMillis(20);
    private static final String APP = "bench";

    private final Databases databases;
    private final Bank bank;

    private BankServers(Databases databases, Bank bank) {
        this.databases = databases;
        this.bank = bank;
    }

    /**
     * Starts both; they end with the teardown.
     *
     * @param clients connections to each
     * @param delay added to each round trip; zero for none
     */
    public static BankServers start(
            Path folder, int clients, Duration delay, boolean secondOnlyReads, Teardown teardown)
            throws IOException, SQLException {
        Databases databases =
                teardown.add(ServerDatabases.start(folder, clients, ServerKind.POSTGRESQL, ServerKind.POSTGRESQL));
        for (BankDatabase database : databases.both()) {
            database.create(ACCOUNTS, BALANCE_EACH);
        }
        Bank bank = new Bank(
                url(databases, 0, delay, teardown),
                url(databases, 1, delay, teardown),
                login(databases, 0, APP).user(),
                login(databases, 0, APP).password(),
                ACCOUNTS,
                secondOnlyReads);
        return new BankServers(databases, bank);
    }

    private static String url(Databases databases, int which, Duration delay, Teardown teardown) throws IOException {
        String direct = login(databases, which, APP).url();
        if (delay.isZero()) {
            return direct;
        }
        URI address = URI.create(direct.substring("jdbc:".length()));
        DelayProxy proxy = teardown.add(DelayProxy.start(address.getPort(), delay));
        return direct.replace(":" + address.getPort() + "/", ":" + proxy.port() + "/");
    }

    private static BankLogin login(Databases databases, int which, String app) {
        return databases.login(databases.both().get(which), app);
    }

    public Bank bank() {
        return bank;
    }

    /** The same for an app of another name, without a delay. */
    public Bank bank(String app) {
        return new Bank(
                login(databases, 0, app).url(),
                login(databases, 1, app).url(),
                bank.user(),
                bank.password(),
                ACCOUNTS,
                bank.secondOnlyReads());
    }

    /** Whether no connection of this app is left, over which a branch might still be prepared. */
    public boolean nobodyIs(String app) throws SQLException {
        return databases.nothingLeftOf(app, Set.of());
    }

    /** How many branches are prepared and neither committed nor rolled back, in both. */
    public int prepared() throws SQLException {
        return databases.prepared();
    }

    /** Whether all money is there, and no more. */
    public boolean moneyIsExact() throws SQLException {
        return surplus() == 0;
    }

    /** How much more money there is than in the beginning. */
    public long surplus() throws SQLException {
        long money = 0;
        for (BankDatabase database : databases.both()) {
            money += database.money();
        }
        return money - databases.both().size() * ACCOUNTS * BALANCE_EACH;
    }

    /**
     * Makes the next measure begin as this one did: nothing prepared, no dead rows, nothing left to write.
     *
     * @throws IOException if money was lost or made, or a branch stays prepared: then no figure counts
     */
    public void tidyUp() throws SQLException, IOException, InterruptedException {
        long deadline = System.nanoTime() + QUIET_TIMEOUT.toNanos();
        while (prepared() > 0) {
            if (System.nanoTime() > deadline) {
                throw new IOException(prepared() + " branches are still prepared " + QUIET_TIMEOUT.toSeconds()
                        + " s after the measure");
            }
            Thread.sleep(QUIET_POLL.toMillis());
        }
        if (!bank.secondOnlyReads() && !moneyIsExact()) {
            throw new IOException("the measure made money or lost it: " + surplus());
        }
        for (BankDatabase database : databases.both()) {
            try (Connection connection = database.plain().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("VACUUM account");
                statement.execute("CHECKPOINT");
            }
        }
    }
}
