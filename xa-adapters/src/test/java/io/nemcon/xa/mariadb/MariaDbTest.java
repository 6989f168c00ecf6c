package io.nemcon.xa.mariadb;

import io.nemcon.client.branch.Branch;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.testkit.FakeRegistrar;
import io.nemcon.xa.testkit.FakeTransactions;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import io.nemcon.xa.testkit.TestMariaDb;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A database with accounts, two data sources on it, and transactions that the test drives. */
abstract class MariaDbTest {

    static final String DATABASE = "bank";

    final FakeTransactions transactions = new FakeTransactions();
    final FakeRegistrar registrar = new FakeRegistrar();
    private final List<NemconDataSource> opened = new ArrayList<>();
    private final Map<String, NemconDataSource> byName = new HashMap<>();
    String url;

    @BeforeEach
    void createDatabase() throws SQLException {
        TestMariaDb.empty(DATABASE);
        url = TestMariaDb.url(DATABASE, TestMariaDb.port());
        TestMariaDb.execute(
                url,
                "create table account (id int primary key, balance bigint not null)",
                "insert into account values (1, 100), (2, 100)");
    }

    @AfterEach
    void closeAndLeaveNothingPrepared() throws SQLException {
        opened.forEach(NemconDataSource::close);
        TestMariaDb.rollbackPrepared(url);
    }

    /** What the adapter is told of the database. */
    AdapterSettings settings() {
        return new AdapterSettings(
                new ResourceName("orders"),
                url,
                null,
                null,
                Map.of(),
                AdapterSettings.VERIFY_TIMEOUT,
                AdapterSettings.ANSWER_TIMEOUT,
                false);
    }

    NemconDataSourceBuilder builder(String name) {
        return NemconDataSource.builder(transactions, registrar, name).url(url).maximumPoolSize(4);
    }

    NemconDataSource open(NemconDataSourceBuilder builder) throws SQLException {
        NemconDataSource source = builder.build();
        opened.add(source);
        byName.put(source.name().value(), source);
        return source;
    }

    NemconDataSource open(String name) throws SQLException {
        return open(builder(name));
    }

    /** One that was opened before. */
    NemconDataSource source(String name) {
        return byName.get(name);
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
        return TestMariaDb.ask(url, query);
    }

    String balance(int account) throws SQLException {
        return ask("select balance from account where id = " + account);
    }

    List<String> prepared() throws SQLException {
        return TestMariaDb.prepared(url);
    }

    /** How many witnesses there are. */
    String witnesses() throws SQLException {
        return ask("select count(*) from nemcon_witness");
    }

    /** The server's id of a branch's connection. */
    static String connectionOf(Branch branch) {
        String words = branch.describe();
        return words.substring(words.lastIndexOf(' ') + 1, words.length() - 1);
    }

    /** What a DBA does, whom the server obeys only when the owner is gone. */
    void byHand(String command, BranchId id, Branch branch) throws SQLException {
        kill(connectionOf(branch));
        TestMariaDb.execute(url, command + " " + MariaDbXid.literal(id));
    }

    void kill(String connectionId) throws SQLException {
        TestMariaDb.kill(url, connectionId);
    }
}
