package io.nemcon.frameworks.hibernate;

import static io.nemcon.frameworks.testkit.TwoDatabases.ITEM;
import static io.nemcon.frameworks.testkit.TwoDatabases.PIECES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.frameworks.testkit.OnTwoDatabases;
import io.nemcon.frameworks.testkit.TwoDatabases;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.TransactionRequiredException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Synchronization;
import jakarta.transaction.UserTransaction;
import java.util.List;
import org.hibernate.HibernateException;
import org.hibernate.QueryTimeoutException;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Two persistence units in one transaction. */
@OnTwoDatabases
@TestInstance(Lifecycle.PER_CLASS)
class HibernateTest {

    private final TwoDatabases databases;
    private final UserTransaction tx;
    private SessionFactory orders;
    private SessionFactory stock;

    HibernateTest(TwoDatabases databases) {
        this.databases = databases;
        this.tx = databases.nemcon().userTransaction();
    }

    @BeforeAll
    void openUnits() {
        orders = PersistenceUnit.open(databases.nemcon(), "orders", databases.orders(), ItemOrdered.class);
        stock = PersistenceUnit.open(databases.nemcon(), "stock", databases.stock(), Item.class);
    }

    @AfterAll
    void closeUnits() {
        orders.close();
        stock.close();
    }

    /** An order in both units, by entity managers that are closed before the commit, as containers do it. */
    private ItemOrdered order() {
        try (EntityManager inOrders = orders.createEntityManager();
                EntityManager inStock = stock.createEntityManager()) {
            ItemOrdered order = new ItemOrdered(ITEM);
            inOrders.persist(order);
            inStock.find(Item.class, ITEM).take(1);
            return order;
        }
    }

    private void assertSold(int pieces) throws Exception {
        assertThat(databases.ordersCommitted()).isEqualTo(pieces);
        assertThat(databases.piecesCommitted()).isEqualTo(PIECES - pieces);
    }

    @Test
    void bothUnitsAreFlushedBeforeCompletionAndCommitted() throws Exception {
        tx.begin();
        ItemOrdered order = order();
        assertThat(order.id()).isNotNull();
        assertThat(writersOfOrders()).as("nothing is flushed yet").isZero();
        tx.commit();

        assertSold(1);
    }

    private int writersOfOrders() throws Exception {
        return databases.number(
                "orders",
                "select count(*) from pg_locks where relation = 'item_ordered'::regclass and mode = 'RowExclusiveLock'");
    }

    @Test
    void rollbackUndoesBothAlsoWhatWasFlushed() throws Exception {
        tx.begin();
        try (EntityManager entities = orders.createEntityManager()) {
            entities.persist(new ItemOrdered(ITEM));
            entities.flush();
            assertThat(writersOfOrders()).isEqualTo(1);
            order();
        }
        tx.rollback();

        assertSold(0);
    }

    @Test
    void whatAnotherSynchronizationChangesBeforeCompletionIsFlushedToo() throws Exception {
        tx.begin();
        EntityManager entities = orders.createEntityManager();
        ItemOrdered order = new ItemOrdered(ITEM);
        entities.persist(order);
        databases.nemcon().transactionManager().getTransaction().registerSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                order.note("late");
            }

            @Override
            public void afterCompletion(int status) {
                // nothing to do
            }
        });
        tx.commit();
        entities.close();

        assertThat(databases.number("orders", "select count(*) from item_ordered where note = 'late'"))
                .isEqualTo(1);
    }

    @Test
    void aLostOptimisticLockRollsBackBoth() throws Exception {
        tx.begin();
        order();
        databases.execute("stock", "update item set version = version + 1");

        assertThatThrownBy(tx::commit)
                .isInstanceOf(RollbackException.class)
                .hasCauseInstanceOf(OptimisticLockException.class);

        assertSold(0);
    }

    @Test
    void aViolatedConstraintAtTheFlushIsTheCauseOfTheRollback() throws Exception {
        tx.begin();
        try (EntityManager inOrders = orders.createEntityManager();
                EntityManager inStock = stock.createEntityManager()) {
            inOrders.persist(new ItemOrdered(ITEM));
            inStock.find(Item.class, ITEM).take(PIECES + 1);
        }

        assertThatThrownBy(tx::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("item_pieces_check")
                .hasCauseInstanceOf(ConstraintViolationException.class);

        assertSold(0);
    }

    @Test
    void anEntityManagerFromBeforeJoinsTheTransaction() throws Exception {
        try (EntityManager entities = orders.createEntityManager()) {
            entities.persist(new ItemOrdered(ITEM));
            assertThatThrownBy(entities::flush).isInstanceOf(TransactionRequiredException.class);

            tx.begin();
            entities.joinTransaction();
            assertThat(entities.isJoinedToTransaction()).isTrue();
            tx.commit();

            assertThat(databases.ordersCommitted()).isEqualTo(1);
            tx.begin();
            assertThat(entities.createQuery("from ItemOrdered", ItemOrdered.class)
                            .getResultList())
                    .as("one entity manager, a second transaction")
                    .hasSize(1);
            tx.commit();
        }
    }

    @Test
    void anEntityManagerReadsWithoutATransaction() {
        try (EntityManager entities = stock.createEntityManager()) {
            assertThat(entities.find(Item.class, ITEM).pieces()).isEqualTo(PIECES);
        }
    }

    @Test
    void hibernatesOwnTransactionsAreTheSame() throws Exception {
        orders.inTransaction(session -> session.persist(new ItemOrdered(ITEM)));
        assertThat(databases.ordersCommitted()).isEqualTo(1);
        assertThatThrownBy(() -> orders.inTransaction(session -> {
                    session.persist(new ItemOrdered(ITEM));
                    session.flush();
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }

    @Test
    void suspendedWorkStaysApart() throws Exception {
        tx.begin();
        order();
        var outer = databases.nemcon().transactionManager().suspend();
        orders.inTransaction(session -> session.persist(new ItemOrdered(ITEM)));
        databases.nemcon().transactionManager().resume(outer);
        tx.rollback();

        assertThat(databases.ordersCommitted()).isEqualTo(1);
        assertThat(databases.piecesCommitted()).isEqualTo(PIECES);
    }

    @Test
    void manyStatementsAndEntityManagersShareOneConnection() throws Exception {
        tx.begin();
        for (int i = 0; i < 60; i++) {
            try (EntityManager entities = orders.createEntityManager()) {
                entities.persist(new ItemOrdered(i));
                entities.flush();
                assertThat(entities.createQuery("from ItemOrdered", ItemOrdered.class)
                                .getResultList())
                        .hasSize(i + 1);
            }
        }
        assertThat(databases
                        .orders()
                        .unwrap(HikariDataSource.class)
                        .getHikariPoolMXBean()
                        .getActiveConnections())
                .isEqualTo(1);
        tx.commit();

        assertThat(databases.ordersCommitted()).isEqualTo(60);
    }

    @Test
    void connectionsAreReleasedAfterEachStatementByDefault() {
        try (var session = orders.openSession()) {
            assertThat(session.unwrap(SharedSessionContractImplementor.class)
                            .getJdbcCoordinator()
                            .getLogicalConnection()
                            .getConnectionHandlingMode())
                    .isEqualTo(PhysicalConnectionHandlingMode.DELAYED_ACQUISITION_AND_RELEASE_AFTER_STATEMENT);
        }
    }

    @Test
    void theOtherHandlingModesForJtaWorkToo() throws Exception {
        for (PhysicalConnectionHandlingMode mode : List.of(
                PhysicalConnectionHandlingMode.DELAYED_ACQUISITION_AND_RELEASE_BEFORE_TRANSACTION_COMPLETION,
                PhysicalConnectionHandlingMode.DELAYED_ACQUISITION_AND_RELEASE_AFTER_TRANSACTION)) {
            tx.begin();
            try (EntityManager entities = orders.withOptions()
                    .connectionHandling(mode.getAcquisitionMode(), mode.getReleaseMode())
                    .openSession()) {
                entities.persist(new ItemOrdered(ITEM));
                entities.flush();
                entities.persist(new ItemOrdered(ITEM));
                tx.commit();
                assertThat(entities.createQuery("from ItemOrdered", ItemOrdered.class)
                                .getResultList())
                        .as("%s", mode)
                        .hasSize(databases.ordersCommitted());
            }
        }
        assertThat(databases.ordersCommitted()).isEqualTo(4);
    }

    @Test
    void aTimeoutCancelsTheStatementAndTheCommitSaysSo() throws Exception {
        tx.setTransactionTimeout(1);
        try {
            tx.begin();
        } finally {
            tx.setTransactionTimeout(0);
        }
        order();
        EntityManager entities = stock.createEntityManager();
        assertThatThrownBy(() -> entities.createNativeQuery("select 1 from pg_sleep(30)", Integer.class)
                        .getSingleResult())
                .hasStackTraceContaining("timed out after 1 s")
                .isInstanceOfAny(QueryTimeoutException.class, jakarta.persistence.QueryTimeoutException.class);
        assertThatThrownBy(tx::commit).isInstanceOf(RollbackException.class).hasMessageContaining("timed out");
        closeAfterRollbackElsewhere(entities);

        assertSold(0);
    }

    /** Hibernate may throw at the first use after a rollback on another thread, and that may be the closing. */
    private static void closeAfterRollbackElsewhere(EntityManager entities) {
        try {
            entities.close();
        } catch (HibernateException first) {
            assertThat(first).hasMessageContaining("rolled back in a different thread");
            entities.close();
        }
    }
}
