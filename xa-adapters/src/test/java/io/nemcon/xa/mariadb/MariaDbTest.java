package io.nemcon.xa.mariadb;

import io.nemcon.client.branch.Branch;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.testkit.Bank;
import io.nemcon.xa.testkit.TestMariaDb;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A bank in MariaDB. */
abstract class MariaDbTest extends Bank {

    static final String DATABASE = "bank";

    String url;

    @BeforeEach
    void createDatabase() throws SQLException {
        TestMariaDb.empty(DATABASE);
        url = TestMariaDb.url(DATABASE, TestMariaDb.port());
        TestMariaDb.execute(url, ACCOUNTS.toArray(String[]::new));
    }

    @AfterEach
    void closeAndLeaveNothingPrepared() throws SQLException {
        closeSources();
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

    @Override
    protected NemconDataSourceBuilder builder(String name) {
        return NemconDataSource.builder(transactions, registrar, name).url(url).maximumPoolSize(4);
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
