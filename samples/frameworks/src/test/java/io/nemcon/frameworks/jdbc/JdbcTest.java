package io.nemcon.frameworks.jdbc;

import static io.nemcon.frameworks.testkit.TwoDatabases.ITEM;
import static io.nemcon.frameworks.testkit.TwoDatabases.PIECES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.frameworks.testkit.OnTwoDatabases;
import io.nemcon.frameworks.testkit.TwoDatabases;
import io.nemcon.xa.NemconDataSource;
import jakarta.transaction.RollbackException;
import jakarta.transaction.UserTransaction;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** JDBC as applications without a framework use it. */
@OnTwoDatabases
class JdbcTest {

    private static final String INSERT = "insert into item_ordered(item) values (?)";

    private final TwoDatabases databases;
    private final UserTransaction tx;
    private final NemconDataSource orders;
    private final NemconDataSource stock;
    private final Orders shop;

    JdbcTest(TwoDatabases databases) {
        this.databases = databases;
        this.tx = databases.nemcon().userTransaction();
        this.orders = databases.orders();
        this.stock = databases.stock();
        this.shop = new Orders(tx, orders, stock);
    }

    private void insert(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setInt(1, ITEM);
            statement.executeUpdate();
        }
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from item_ordered")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void anOrderIsInBothDatabasesOrInNone() throws Exception {
        shop.order(ITEM);
        assertThat(databases.ordersCommitted()).isEqualTo(1);
        assertThat(databases.piecesCommitted()).isEqualTo(PIECES - 1);

        databases.execute("stock", "update item set pieces = 0");
        assertThatThrownBy(() -> shop.order(ITEM)).hasMessageContaining("item_pieces_check");
        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }

    @Test
    void aSavepointUndoesAPartAndTheTransactionGoesOn() throws Exception {
        databases.execute("stock", "update item set pieces = 1");
        tx.begin();
        try (Connection connection = orders.getConnection()) {
            insert(connection);
        }
        assertThat(shop.takeIfThere(ITEM)).isTrue();
        assertThat(shop.takeIfThere(ITEM)).isFalse();
        tx.commit();

        assertThat(databases.ordersCommitted()).isEqualTo(1);
        assertThat(databases.piecesCommitted()).isZero();
    }

    @Test
    void afterAFailedStatementWithoutASavepointTheCommitIsARollbackThatSaysWhy() throws Exception {
        tx.begin();
        try (Connection connection = stock.getConnection();
                Statement statement = connection.createStatement()) {
            insertAlso();
            assertThatThrownBy(() -> statement.executeUpdate("update item set pieces = -1"))
                    .isInstanceOf(SQLException.class);
        }

        assertThatThrownBy(tx::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("stock")
                .hasMessageContaining("item_pieces_check");
        assertThat(databases.ordersCommitted()).isZero();
    }

    private void insertAlso() throws SQLException {
        try (Connection connection = orders.getConnection()) {
            insert(connection);
        }
    }

    @Test
    void endingTheTransactionOnAConnectionIsRefusedInWordsAndHarmsNothing() throws Exception {
        tx.begin();
        try (Connection connection = orders.getConnection()) {
            insert(connection);
            assertThat(connection.getAutoCommit()).isFalse();
            assertThatCode(() -> connection.setAutoCommit(false)).doesNotThrowAnyException();
            assertThatThrownBy(() -> connection.setAutoCommit(true))
                    .hasMessageContaining("setAutoCommit(true) is refused")
                    .hasMessageContaining("UserTransaction.commit()");
            assertThatThrownBy(connection::commit)
                    .hasMessageContaining("commit() is refused")
                    .hasMessageContaining("UserTransaction.commit()");
            assertThatThrownBy(() -> connection.createStatement().execute("commit"))
                    .hasMessageContaining("COMMIT is refused inside a transaction");
        }
        tx.commit();

        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }

    @Test
    void aRollbackOnAConnectionIsRefusedInWordsAndTheTransactionCanOnlyRollBack() throws Exception {
        tx.begin();
        try (Connection connection = orders.getConnection()) {
            insert(connection);
            assertThatThrownBy(connection::rollback)
                    .hasMessageContaining("rollback() is refused")
                    .hasMessageContaining("UserTransaction.rollback()");
        }

        assertThatThrownBy(tx::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("rollback() was called on a connection of it");
        assertThat(databases.ordersCommitted()).isZero();
    }

    @Test
    void modesThatAreSetTooLateAreRefusedInWords() throws Exception {
        tx.begin();
        try (Connection connection = orders.getConnection()) {
            connection.setReadOnly(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            assertThatThrownBy(() -> connection.setReadOnly(true)).hasMessageContaining("setReadOnly(true) is refused");
            assertThatThrownBy(() -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))
                    .hasMessageContaining("set it on the data source");
        }
        tx.commit();
    }

    @Test
    void generatedKeysBatchesAndTheDriversOwnInterfaceWorkInside() throws Exception {
        tx.begin();
        try (Connection connection = orders.getConnection()) {
            try (PreparedStatement one = connection.prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS)) {
                one.setInt(1, ITEM);
                one.executeUpdate();
                try (ResultSet keys = one.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getLong(1)).isEqualTo(1);
                    assertThat(keys.getStatement().getConnection()).isSameAs(connection);
                }
            }
            try (PreparedStatement many = connection.prepareStatement(INSERT)) {
                for (int i = 0; i < 10; i++) {
                    many.setInt(1, i);
                    many.addBatch();
                }
                assertThat(many.executeBatch()).hasSize(10).containsOnly(1);
            }
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            assertThat(copy.copyIn("copy item_ordered(item) from stdin", new StringReader("1\n2\n3\n")))
                    .isEqualTo(3);
            assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
        }
        tx.commit();

        assertThat(databases.ordersCommitted()).isEqualTo(14);
    }

    @Test
    void copyThroughTheDriverAloneIsPartOfTheTransaction() throws Exception {
        tx.begin();
        try (Connection connection = orders.getConnection()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy item_ordered(item) from stdin", new StringReader("1\n2\n3\n"));
        }
        try (Connection connection = stock.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update item set pieces = 3");
        }
        tx.commit();

        assertThat(databases.ordersCommitted()).isEqualTo(3);
    }

    @Test
    void handlesAndStatementsMayBeClosedInAnyOrderOrNotAtAll() throws Exception {
        tx.begin();
        Connection first = orders.getConnection();
        Connection second = orders.getConnection();
        Statement statement = second.createStatement();
        insert(first);
        first.close();
        assertThat(second.isClosed()).isFalse();
        ResultSet rows = statement.executeQuery("select * from item_ordered");
        second.close();
        assertThat(rows.isClosed()).isTrue();
        statement.close();
        first.close();
        Connection leaked = orders.getConnection();
        insert(leaked);
        tx.commit();

        assertThat(leaked.isClosed()).isTrue();
        assertThat(databases.ordersCommitted()).isEqualTo(2);
        assertThatCode(leaked::close).doesNotThrowAnyException();
    }

    @Test
    void aConnectionOfATransactionIsOfNoUseAfterItsCommit() throws Exception {
        tx.begin();
        Connection connection = orders.getConnection();
        insert(connection);
        tx.commit();

        assertThat(connection.isClosed()).isTrue();
        assertThatThrownBy(connection::createStatement).hasMessageContaining("get a new one from the data source");
        connection.close();
    }

    @Test
    void aConnectionFromBeforeBeginStaysOutsideOfTheTransaction() throws Exception {
        try (Connection outside = orders.getConnection()) {
            assertThat(outside.getAutoCommit()).isTrue();
            tx.begin();
            insert(outside);
            assertThat(databases.ordersCommitted()).as("committed by itself").isEqualTo(1);
            try (Connection inside = orders.getConnection()) {
                insert(inside);
                assertThat(count(outside)).isEqualTo(1);
                assertThat(count(inside)).isEqualTo(2);
            }
            tx.rollback();
            assertThat(count(outside)).as("still usable").isEqualTo(1);
        }
        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }

    @Test
    void aConnectionBetweenTransactionsCommitsEachStatement() throws Exception {
        tx.begin();
        insertAlso();
        tx.rollback();

        try (Connection alone = orders.getConnection()) {
            assertThat(alone.getAutoCommit()).isTrue();
            insert(alone);
        }
        assertThat(databases.ordersCommitted()).isEqualTo(1);

        try (Connection local = orders.getConnection()) {
            local.setAutoCommit(false);
            insert(local);
            local.rollback();
        }
        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }

    @Test
    void noCursorIsHeldOverTheCommit() throws Exception {
        tx.begin();
        Connection connection = orders.getConnection();
        insert(connection);
        Statement holding = connection.createStatement(
                ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, ResultSet.HOLD_CURSORS_OVER_COMMIT);
        ResultSet rows = holding.executeQuery("select * from item_ordered");
        tx.commit();

        assertThat(rows.isClosed()).isTrue();
        assertThatThrownBy(rows::next).hasMessageContaining("get a new one from the data source");
    }

    @Test
    void aReadOnlyDatabaseTakesPartWithoutAPrepare() throws Exception {
        tx.begin();
        try (Connection connection = stock.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select pieces from item")) {
            assertThat(rows.next()).isTrue();
        }
        insertAlso();
        tx.commit();

        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }
}
