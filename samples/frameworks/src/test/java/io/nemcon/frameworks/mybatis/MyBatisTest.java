package io.nemcon.frameworks.mybatis;

import static io.nemcon.frameworks.testkit.TwoDatabases.ITEM;
import static io.nemcon.frameworks.testkit.TwoDatabases.PIECES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.frameworks.mybatis.Mappers.Order;
import io.nemcon.frameworks.mybatis.Mappers.Orders;
import io.nemcon.frameworks.mybatis.Mappers.Stock;
import io.nemcon.frameworks.testkit.OnTwoDatabases;
import io.nemcon.frameworks.testkit.TwoDatabases;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.junit.jupiter.api.Test;

/** MyBatis mappers on both databases in one transaction. */
@OnTwoDatabases
class MyBatisTest {

    private final TwoDatabases databases;
    private final UserTransaction tx;
    private final SqlSessionFactory orders;
    private final SqlSessionFactory stock;

    MyBatisTest(TwoDatabases databases) {
        this.databases = databases;
        this.tx = databases.nemcon().userTransaction();
        this.orders = Sessions.over("orders", databases.orders(), Orders.class);
        this.stock = Sessions.over("stock", databases.stock(), Stock.class);
    }

    private void order(int pieces) {
        try (SqlSession inOrders = orders.openSession();
                SqlSession inStock = stock.openSession()) {
            inOrders.getMapper(Orders.class).add(new Order(ITEM));
            inStock.getMapper(Stock.class).take(ITEM, pieces);
        }
    }

    private void assertSold(int pieces) throws Exception {
        assertThat(databases.ordersCommitted()).isEqualTo(pieces);
        assertThat(databases.piecesCommitted()).isEqualTo(PIECES - pieces);
    }

    @Test
    void mappersOnBothDatabasesCommitAndRollBackTogether() throws Exception {
        tx.begin();
        order(1);
        tx.commit();
        assertSold(1);

        tx.begin();
        order(1);
        tx.rollback();
        assertSold(1);
    }

    @Test
    void aFailedMapperRollsBackBoth() throws Exception {
        tx.begin();
        assertThatThrownBy(() -> order(PIECES + 1))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContaining("item_pieces_check");
        tx.rollback();

        assertSold(0);
    }

    @Test
    void commitAndRollbackOfASessionLeaveTheTransactionAsItIs() throws Exception {
        tx.begin();
        try (SqlSession session = orders.openSession()) {
            session.getMapper(Orders.class).add(new Order(ITEM));
            session.commit();
            assertThat(databases.ordersCommitted()).isZero();
            session.getMapper(Orders.class).add(new Order(ITEM));
            session.rollback();
        }
        tx.commit();

        assertThat(databases.ordersCommitted()).isEqualTo(2);
    }

    @Test
    void aBatchIsSentWhenItsSessionIsFlushedOrCommitted() throws Exception {
        tx.begin();
        try (SqlSession session = orders.openSession(ExecutorType.BATCH)) {
            for (int i = 0; i < 20; i++) {
                session.getMapper(Orders.class).add(new Order(i));
            }
            assertThat(session.flushStatements().get(0).getUpdateCounts()).hasSize(20);
            session.getMapper(Orders.class).add(new Order(ITEM));
            session.commit();
        }
        tx.commit();

        assertThat(databases.ordersCommitted()).isEqualTo(21);
    }

    @Test
    void aBatchWhoseSessionIsClosedUnflushedIsNotPartOfTheTransaction() throws Exception {
        tx.begin();
        try (SqlSession session = orders.openSession(ExecutorType.BATCH)) {
            session.getMapper(Orders.class).add(new Order(ITEM));
        }
        tx.commit();

        assertThat(databases.ordersCommitted()).isZero();
    }

    @Test
    void generatedKeysNestedSelectsAndCursorsWorkInside() throws Exception {
        tx.begin();
        try (SqlSession session = orders.openSession();
                SqlSession inStock = stock.openSession()) {
            Orders mapper = session.getMapper(Orders.class);
            for (int i = 0; i < 20; i++) {
                Order order = new Order(i % 2);
                mapper.add(order);
                assertThat(order.id).isEqualTo(i + 1L);
            }
            assertThat(mapper.items()).hasSize(2).allSatisfy(item -> assertThat(item.ids)
                    .hasSize(10));
            int rows = 0;
            try (Cursor<Order> cursor = mapper.all()) {
                for (Order order : cursor) {
                    assertThat(order.id).isEqualTo(++rows);
                    assertThat(mapper.idsOf(order.item)).hasSize(10); // another statement under an open cursor
                    inStock.getMapper(Stock.class).take(ITEM, 0);
                }
            }
            assertThat(rows).isEqualTo(20);
        }
        tx.commit();

        assertThat(databases.ordersCommitted()).isEqualTo(20);
    }

    @Test
    void outsideOfTransactionsEachStatementCommitsByItself() throws Exception {
        order(1);

        assertSold(1);
    }

    @Test
    void aSessionOutlivesNoTransaction() throws Exception {
        try (SqlSession session = orders.openSession()) {
            tx.begin();
            session.getMapper(Orders.class).add(new Order(ITEM));
            tx.commit();

            assertThatThrownBy(() -> session.getMapper(Orders.class).count())
                    .isInstanceOf(PersistenceException.class)
                    .hasMessageContaining("get a new one from the data source");
        }
        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }

    @Test
    void transactionsOfMyBatisItselfAreRefusedInWordsInside() throws Exception {
        Configuration configuration =
                new Configuration(new Environment("own", new JdbcTransactionFactory(), databases.orders()));
        configuration.addMapper(Orders.class);
        SqlSessionFactory own = new SqlSessionFactoryBuilder().build(configuration);

        tx.begin();
        try (SqlSession session = own.openSession()) {
            session.getMapper(Orders.class).add(new Order(ITEM));
            assertThatThrownBy(session::commit)
                    .isInstanceOf(PersistenceException.class)
                    .hasMessageContaining("commit() is refused on this connection: call UserTransaction.commit()");
            assertThat(tx.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        }
        assertThat(tx.getStatus()).as("closing it rolls back").isEqualTo(Status.STATUS_MARKED_ROLLBACK);
        tx.rollback();
        assertThat(databases.ordersCommitted()).isZero();

        try (SqlSession session = own.openSession()) {
            session.getMapper(Orders.class).add(new Order(ITEM));
            session.commit();
        }
        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }
}
