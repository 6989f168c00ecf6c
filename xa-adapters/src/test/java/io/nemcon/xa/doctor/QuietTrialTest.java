package io.nemcon.xa.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.testkit.FakeRegistrar;
import io.nemcon.xa.testkit.FakeTransactions;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import io.nemcon.xa.testkit.TestMariaDb;
import io.nemcon.xa.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An examination kills a session of its own at every start of an application: nobody is to be frightened by that. */
class QuietTrialTest {

    private static final String DATABASE = "quiet";

    private final Logger all = (Logger) LoggerFactory.getLogger("io.nemcon.xa");
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
    private final FakeTransactions transactions = new FakeTransactions();
    private Level before;

    @BeforeEach
    void listen() {
        before = all.getLevel();
        all.setLevel(Level.DEBUG);
        all.setAdditive(false);
        heard.start();
        all.addAppender(heard);
    }

    @AfterEach
    void listenNoMore() {
        all.detachAppender(heard);
        all.setAdditive(true);
        all.setLevel(before);
    }

    private NemconDataSourceBuilder builder(String url) {
        return NemconDataSource.builder(transactions, new FakeRegistrar(), "orders")
                .url(url)
                .maximumPoolSize(1);
    }

    private List<ILoggingEvent> inTheTrial(Level level) {
        return heard.list.stream()
                .filter(event -> event.getLevel() == level)
                .filter(event ->
                        !event.getLoggerName().matches(".*(DataSource|Database)")) // what they note is no noise
                .toList();
    }

    private void assertQuiet(String url, String killed) throws SQLException {
        builder(url).build().close();
        assertThat(inTheTrial(Level.WARN)).isEmpty();
        assertThat(inTheTrial(Level.INFO)).isEmpty();
        assertThat(inTheTrial(Level.DEBUG))
                .as("but it is there for whoever looks for it")
                .anySatisfy(event -> assertThat(event.getFormattedMessage()).contains(killed));
    }

    @Test
    void postgresIsTriedOutQuietly() throws SQLException {
        TestPostgres.empty(DATABASE);
        assertQuiet(TestPostgres.url(DATABASE, TestPostgres.port()), "its commit failed");
    }

    @Test
    void mariaDbIsTriedOutQuietly() throws SQLException {
        TestMariaDb.empty(DATABASE);
        assertQuiet(TestMariaDb.url(DATABASE, TestMariaDb.port()), "its commit failed");
    }

    @Test
    void h2IsTriedOutQuietly() throws SQLException {
        builder("jdbc:h2:mem:quiet").user("sa").password("").build().close();
        assertThat(inTheTrial(Level.WARN)).isEmpty();
        assertThat(inTheTrial(Level.INFO)).isEmpty();
    }

    @Test
    void aConnectionThatDiesInEarnestIsStillWarnedOf() throws SQLException {
        TestPostgres.empty(DATABASE);
        String url = TestPostgres.url(DATABASE, TestPostgres.port());
        TestPostgres.execute(url, "create table account (id int)");
        try (NemconDataSource orders = builder(url).build()) {
            Transaction transaction = transactions.begin();
            String backend;
            try (Connection connection = orders.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("insert into account values (1)");
                backend = Integer.toString(
                        connection.unwrap(org.postgresql.PGConnection.class).getBackendPID());
            }
            transactions.suspend();
            transaction.branch("orders").prepare();
            TestPostgres.ask(url, "select pg_terminate_backend(" + backend + ", 30000)");
            transaction.branch("orders").commit();
            transaction.branch("orders").release();
        }
        assertThat(inTheTrial(Level.WARN)).hasSize(1);
    }
}
