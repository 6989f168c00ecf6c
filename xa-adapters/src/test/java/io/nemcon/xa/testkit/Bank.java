package io.nemcon.xa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.client.branch.Branch;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Data sources on a database with two accounts of 100 each, and transactions that the test drives. */
public abstract class Bank {

    protected static final String WITHDRAW_TEN = "update account set balance = balance - 10 where id = 1";

    protected static final List<String> ACCOUNTS = List.of(
            "create table account (id int primary key, balance bigint not null)",
            "insert into account values (1, 100), (2, 100)");

    protected final FakeTransactions transactions = new FakeTransactions();
    protected final FakeRegistrar registrar = new FakeRegistrar();
    private final List<NemconDataSource> opened = new ArrayList<>();

    // ---- data sources

    protected abstract NemconDataSourceBuilder builder(String name);

    /** It is closed by {@link #closeSources}. */
    protected final NemconDataSource open(NemconDataSourceBuilder builder) throws SQLException {
        NemconDataSource source = builder.build();
        opened.add(source);
        return source;
    }

    protected final NemconDataSource open(String name) throws SQLException {
        return open(builder(name));
    }

    /** The one of this name that was opened last. */
    protected final NemconDataSource source(String name) {
        return opened.stream()
                .filter(source -> source.name().value().equals(name))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** First of all after a test: what a branch holds may be free only when its owner is gone. */
    protected final void closeSources() {
        opened.forEach(NemconDataSource::close);
    }

    protected static int active(NemconDataSource source) throws SQLException {
        return source.unwrap(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections();
    }

    /** Fails if a connection that is of no more use came back to the pool. */
    protected final void assertPoolIsSound(NemconDataSource source) throws SQLException {
        assertThat(active(source)).isZero();
        withdrawTen(source);
        transactions.rollback();
    }

    // ---- work

    protected static int update(NemconDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    protected static void execute(NemconDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row, as text. */
    protected static String query(NemconDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** Begins a transaction with one branch that takes ten from account 1. */
    protected final Transaction withdrawTen(NemconDataSource source) throws SQLException {
        Transaction transaction = transactions.begin();
        assertThat(update(source, WITHDRAW_TEN)).isEqualTo(1);
        return transaction;
    }

    /** The only branch of a transaction, which from here on takes no more work. */
    protected final Branch ending(Transaction transaction) {
        transactions.suspend();
        transaction.active = false;
        return transaction.branches.values().iterator().next();
    }
}
