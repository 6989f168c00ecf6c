package io.nemcon.xa.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.testkit.Bank;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import io.nemcon.xa.testkit.FaultyProxy;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A bank in whatever database is to conform, and what a DBA sees of it. */
abstract class Conformance extends Bank {

    final ConformanceDatabase database;
    private final List<FaultyProxy> proxies = new ArrayList<>();

    Conformance(ConformanceDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void createAccounts() throws SQLException {
        database.empty();
        for (String statement : ACCOUNTS) {
            execute(statement);
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        closeSources();
        for (FaultyProxy proxy : proxies) {
            proxy.close();
        }
        database.empty();
    }

    /** Skips the test where the database lacks a trait; the reason is printed. */
    final void require(Trait trait, String because) {
        assumeTrue(can(trait), () -> database.label() + " has no " + trait + ": " + because);
    }

    final boolean can(Trait trait) {
        return database.traits().contains(trait);
    }

    // ---- data sources

    @Override
    protected final NemconDataSourceBuilder builder(String name) {
        return database.connectTo(NemconDataSource.builder(transactions, registrar, name), database.url())
                .examine(false) // the suite is the longer examination
                .maximumPoolSize(4);
    }

    /** With one connection in its pool, so that a broken one that comes back is noticed. */
    final NemconDataSourceBuilder throughProxy(FaultyProxy proxy) {
        return database.connectTo(
                        NemconDataSource.builder(transactions, registrar, "orders"), database.url(proxy.port()))
                .examine(false) // the fault strikes the first of its kind, and that is to be the test's
                .pool(pool -> pool.setMinimumIdle(0))
                .maximumPoolSize(1);
    }

    final FaultyProxy proxy() throws IOException {
        require(Trait.SERVER, "there is no network to break");
        FaultyProxy proxy = new FaultyProxy(database.port());
        proxies.add(proxy);
        return proxy;
    }

    // ---- other threads, and the server's side

    /** Begins an endless query in another thread, and returns when it runs; completed with the error that ends it. */
    final CompletableFuture<SQLException> sleepInAnotherThread(NemconDataSource source, Transaction transaction)
            throws SQLException {
        CompletableFuture<SQLException> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            transactions.join(transaction);
            try {
                query(source, database.endlessQuery());
                end.completeExceptionally(new AssertionError("it was not cancelled"));
            } catch (SQLException e) {
                end.complete(e);
            }
        });
        thread.start();
        while (!database.runsEndlessQuery()) {
            assertThat(thread.isAlive()).isTrue();
        }
        return end;
    }

    /** The server's side of the one connection in a data source's pool. */
    final String backend(NemconDataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return database.backendOf(connection);
        }
    }

    // ---- what a DBA sees

    final void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    final String ask(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    final long balance(int account) throws SQLException {
        return Long.parseLong(ask("select balance from account where id = " + account));
    }
}
