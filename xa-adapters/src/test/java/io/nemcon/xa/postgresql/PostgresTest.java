package io.nemcon.xa.postgresql;

import io.nemcon.client.branch.Branch;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.testkit.FakeRegistrar;
import io.nemcon.xa.testkit.FakeTransactions;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import io.nemcon.xa.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A database with accounts, two data sources on it, and transactions that the test drives. */
abstract class PostgresTest {

    static final String DATABASE = "bank";

    final FakeTransactions transactions = new FakeTransactions();
    final FakeRegistrar registrar = new FakeRegistrar();
    private final List<NemconDataSource> opened = new ArrayList<>();
    String url;

    @BeforeEach
    void createDatabase() throws SQLException {
        TestPostgres.empty(DATABASE);
        url = TestPostgres.url(DATABASE, TestPostgres.port());
        TestPostgres.execute(
                url,
                "create table account (id int primary key, balance bigint not null)",
                "insert into account values (1, 100), (2, 100)");
    }

    @AfterEach
    void closeAndLeaveNothingPrepared() throws SQLException {
        opened.forEach(NemconDataSource::close);
        for (String gid = preparedGid(); gid != null; gid = preparedGid()) {
            TestPostgres.execute(url, "rollback prepared " + PostgresGid.quoted(gid));
        }
    }

    private String preparedGid() throws SQLException {
        return ask("select gid from pg_prepared_xacts where database = current_database()");
    }

    NemconDataSourceBuilder builder(String name) {
        return NemconDataSource.builder(transactions, registrar, name).url(url).maximumPoolSize(4);
    }

    NemconDataSource open(NemconDataSourceBuilder builder) throws SQLException {
        NemconDataSource source = builder.build();
        opened.add(source);
        return source;
    }

    NemconDataSource open(String name) throws SQLException {
        return open(builder(name));
    }

    static int update(NemconDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    static void execute(NemconDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row, as text. */
    static String query(NemconDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** Begins a transaction with one branch that takes ten from account 1. */
    Transaction withdrawTen(NemconDataSource source) throws SQLException {
        Transaction transaction = transactions.begin();
        update(source, "update account set balance = balance - 10 where id = 1");
        return transaction;
    }

    /** The only branch of a transaction, which from here on takes no more work. */
    Branch ending(Transaction transaction) {
        transactions.suspend();
        transaction.active = false;
        return transaction.branches.values().iterator().next();
    }

    String ask(String query) throws SQLException {
        return TestPostgres.ask(url, query);
    }

    String balance(int account) throws SQLException {
        return ask("select balance from account where id = " + account);
    }

    String prepared() throws SQLException {
        return ask("select count(*) from pg_prepared_xacts where database = current_database()");
    }

    /** Ends the server's side of whatever connection has this pid. */
    void kill(String pid) throws SQLException {
        ask("select pg_terminate_backend(" + pid + ", 5000)");
    }
}
