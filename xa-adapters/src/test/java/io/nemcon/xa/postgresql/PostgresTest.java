package io.nemcon.xa.postgresql;

import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.testkit.Bank;
import io.nemcon.xa.testkit.TestPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A bank in PostgreSQL. */
abstract class PostgresTest extends Bank {

    static final String DATABASE = "bank";

    String url;

    @BeforeEach
    void createDatabase() throws SQLException {
        TestPostgres.empty(DATABASE);
        url = TestPostgres.url(DATABASE, TestPostgres.port());
        TestPostgres.execute(url, ACCOUNTS.toArray(String[]::new));
    }

    @AfterEach
    void closeAndLeaveNothingPrepared() throws SQLException {
        closeSources();
        for (String gid = preparedGid(); gid != null; gid = preparedGid()) {
            TestPostgres.execute(url, "rollback prepared " + PostgresGid.quoted(gid));
        }
    }

    private String preparedGid() throws SQLException {
        return ask("select gid from pg_prepared_xacts where database = current_database()");
    }

    @Override
    protected NemconDataSourceBuilder builder(String name) {
        return NemconDataSource.builder(transactions, registrar, name).url(url).maximumPoolSize(4);
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
