package io.nemcon.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.node.GroupException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.XAConnection;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two H2 databases and a ledger, all in this process, through plain enlistResource. */
class EmbeddedClientTest {

    @TempDir
    Path folder;

    private final JdbcDataSource orders = database("orders");
    private final JdbcDataSource stock = database("stock");
    private final List<AutoCloseable> open = new ArrayList<>();

    private static JdbcDataSource database(String name) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + name + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    @BeforeEach
    void tables() throws SQLException {
        for (JdbcDataSource source : List.of(orders, stock)) {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table t(id int primary key, v int)");
            }
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private Nemcon client() {
        Nemcon nemcon = Nemcon.open(NemconConfig.embedded(folder).name("test"));
        open.add(nemcon);
        return nemcon;
    }

    private void insert(TransactionManager manager, JdbcDataSource source, int id) throws Exception {
        XAConnection connection = source.getXAConnection();
        open.add(0, connection::close);
        Transaction transaction = manager.getTransaction();
        transaction.enlistResource(connection.getXAResource());
        try (Statement statement = connection.getConnection().createStatement()) {
            statement.execute("insert into t values(" + id + ", 1)");
        }
    }

    private static int rows(JdbcDataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from t")) {
            result.next();
            return result.getInt(1);
        }
    }

    private static Outcome outcome(Nemcon nemcon, Gtrid gtrid) throws Exception {
        Answer answer =
                nemcon.agentPort().query(new Query.Outcomes(List.of(gtrid))).get(10, TimeUnit.SECONDS);
        return ((Answer.Outcomes) answer).outcomes().get(0).outcome();
    }

    @Test
    void twoDatabasesCommitTogether() throws Exception {
        Nemcon nemcon = client();
        TransactionManager manager = nemcon.transactionManager();
        manager.begin();
        Gtrid gtrid = (Gtrid) nemcon.synchronizationRegistry().getTransactionKey();
        insert(manager, orders, 1);
        insert(manager, stock, 1);
        assertThat(rows(orders)).isZero();
        manager.commit();

        assertThat(rows(orders)).isEqualTo(1);
        assertThat(rows(stock)).isEqualTo(1);
        assertThat(outcome(nemcon, gtrid)).isEqualTo(Outcome.COMMITTED);
        Awaitility.await().until(() -> unfinished(nemcon) == 0);
    }

    private static int unfinished(Nemcon nemcon) throws Exception {
        Answer answer = nemcon.agentPort().query(new Query.Status()).get(10, TimeUnit.SECONDS);
        return ((Answer.Status) answer).transactionsUnfinished();
    }

    @Test
    void bothRollBackTogether() throws Exception {
        TransactionManager manager = client().transactionManager();
        manager.begin();
        insert(manager, orders, 1);
        insert(manager, stock, 1);
        manager.rollback();

        assertThat(rows(orders)).isZero();
        assertThat(rows(stock)).isZero();
    }

    @Test
    void aTransactionMarkedForRollbackSaysSoAtCommit() throws Exception {
        TransactionManager manager = client().transactionManager();
        manager.begin();
        insert(manager, orders, 1);
        insert(manager, stock, 1);
        manager.setRollbackOnly();

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("marked for rollback by the application");
        assertThat(rows(orders)).isZero();
    }

    @Test
    void outcomesOutliveTheProcessAndItsFormerSessionHasEnded() throws Exception { // scenario 7, design section 3
        Gtrid committed;
        Gtrid undecided;
        try (Nemcon nemcon =
                Nemcon.open(NemconConfig.embedded(folder).name("first").closeTimeout(Duration.ZERO))) {
            TransactionManager manager = nemcon.transactionManager();
            manager.begin();
            committed = (Gtrid) nemcon.synchronizationRegistry().getTransactionKey();
            insert(manager, orders, 1);
            insert(manager, stock, 1);
            manager.commit();
            manager.begin();
            undecided = (Gtrid) nemcon.synchronizationRegistry().getTransactionKey();
        }
        Nemcon again = client();

        assertThat(outcome(again, committed)).isEqualTo(Outcome.COMMITTED);
        assertThat(outcome(again, undecided)).isEqualTo(Outcome.ABORTED);
    }

    @Test
    void afterCloseNothingBegins() throws Exception {
        Nemcon nemcon = client();
        nemcon.close();

        assertThatThrownBy(() -> nemcon.userTransaction().begin()).hasMessageContaining("closed");
        nemcon.close(); // idempotent
    }

    @Test
    void aFolderThatIsAFileIsRefusedInWords() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a log");

        assertThatThrownBy(() -> Nemcon.open(NemconConfig.embedded(file)))
                .isInstanceOf(GroupException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFolderInUseIsRefusedInWords() {
        client();

        assertThatThrownBy(() -> Nemcon.open(NemconConfig.embedded(folder)))
                .isInstanceOf(GroupException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void theClientClosesItsAgentFirstAndHasOnlyOne() throws Exception {
        Nemcon nemcon = client();
        List<String> closed = new ArrayList<>();
        AutoCloseable agent = () -> closed.add("agent");
        assertThat(nemcon.agentPort().agent(AutoCloseable.class, port -> agent)).isSameAs(agent);
        assertThat(nemcon.agentPort().agent(AutoCloseable.class, port -> () -> {}))
                .isSameAs(agent);

        nemcon.close();
        assertThat(closed).containsExactly("agent");
    }
}
