package io.nemcon.frameworks.jooq;

import static io.nemcon.frameworks.testkit.TwoDatabases.ITEM;
import static io.nemcon.frameworks.testkit.TwoDatabases.PIECES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.nemcon.frameworks.testkit.OnTwoDatabases;
import io.nemcon.frameworks.testkit.TwoDatabases;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.util.stream.IntStream;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** jOOQ over both databases: under a UserTransaction, and with its own transaction API. */
@OnTwoDatabases
class JooqTest {

    private static final Table<Record> ITEM_ORDERED = table(name("item_ordered"));
    private static final Field<Long> ID = field(name("id"), Long.class);
    private static final Field<Integer> ORDERED = field(name("item"), Integer.class);
    private static final Table<Record> STOCK = table(name("item"));
    private static final Field<Integer> STOCK_ID = field(name("id"), Integer.class);
    private static final Field<Integer> LEFT = field(name("pieces"), Integer.class);

    private final TwoDatabases databases;
    private final UserTransaction tx;
    private final DSLContext orders;
    private final DSLContext stock;

    JooqTest(TwoDatabases databases) {
        this.databases = databases;
        this.tx = databases.nemcon().userTransaction();
        this.orders = DSL.using(databases.orders(), SQLDialect.POSTGRES);
        this.stock = DSL.using(databases.stock(), SQLDialect.POSTGRES);
    }

    @BeforeAll
    static void quiet() {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private void order() {
        orders.insertInto(ITEM_ORDERED, ORDERED).values(ITEM).execute();
        take(1);
    }

    private void take(int pieces) {
        stock.update(STOCK)
                .set(LEFT, LEFT.minus(pieces))
                .where(STOCK_ID.eq(ITEM))
                .execute();
    }

    private void assertSold(int pieces) throws Exception {
        assertThat(databases.ordersCommitted()).isEqualTo(pieces);
        assertThat(databases.piecesCommitted()).isEqualTo(PIECES - pieces);
    }

    /** A context whose transaction(...) is a JTA transaction. */
    private DSLContext withJta() {
        return DSL.using(new DefaultConfiguration()
                .set(SQLDialect.POSTGRES)
                .set(databases.orders())
                .set(new JtaTransactionProvider(databases.nemcon().userTransaction())));
    }

    @Test
    void statementsOfBothContextsAreOneTransaction() throws Exception {
        tx.begin();
        order();
        tx.commit();
        assertSold(1);

        tx.begin();
        order();
        tx.rollback();
        assertSold(1);
    }

    @Test
    void returningBatchesAndCursorsWorkInside() throws Exception {
        tx.begin();
        Long id = orders.insertInto(ITEM_ORDERED, ORDERED)
                .values(ITEM)
                .returningResult(ID)
                .fetchSingle()
                .value1();
        int[] counts = orders.batch(IntStream.range(0, 20)
                        .mapToObj(i -> orders.insertInto(ITEM_ORDERED, ORDERED).values(i))
                        .toArray(Query[]::new))
                .execute();
        int rows = 0;
        try (Cursor<Record> cursor =
                orders.selectFrom(ITEM_ORDERED).fetchSize(5).fetchLazy()) {
            while (cursor.fetchNext() != null) {
                rows++;
                take(0); // the other database, while this cursor is open
            }
        }
        tx.commit();

        assertThat(id).isEqualTo(1);
        assertThat(counts).hasSize(20).containsOnly(1);
        assertThat(rows).isEqualTo(21);
        assertThat(databases.ordersCommitted()).isEqualTo(21);
    }

    @Test
    void outsideOfTransactionsStatementsCommitByThemselves() throws Exception {
        order();

        assertSold(1);
    }

    @Test
    void jooqsOwnTransactionsAreLocalOutsideOfJta() throws Exception {
        orders.transaction(local ->
                local.dsl().insertInto(ITEM_ORDERED, ORDERED).values(ITEM).execute());
        assertThatThrownBy(() -> orders.transaction(local -> {
                    local.dsl().insertInto(ITEM_ORDERED, ORDERED).values(ITEM).execute();
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }

    @Test
    void jooqsOwnTransactionIsRefusedInWordsInsideOfJtaAndNothingOfItIsCommitted() throws Exception {
        tx.begin();
        take(1);
        assertThatThrownBy(() -> orders.transaction(local -> local.dsl()
                        .insertInto(ITEM_ORDERED, ORDERED)
                        .values(ITEM)
                        .execute()))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("commit() is refused on this connection: call UserTransaction.commit()")
                .hasRootCauseInstanceOf(SQLException.class);
        assertThat(tx.getStatus()).as("jOOQ wanted it undone").isEqualTo(Status.STATUS_MARKED_ROLLBACK);
        assertThat(databases.ordersCommitted()).isZero();
        tx.rollback();

        assertSold(0);
    }

    @Test
    void withTheProviderJooqsTransactionIsJtas() throws Exception {
        withJta().transaction(inside -> {
            assertThat(tx.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
            inside.dsl().insertInto(ITEM_ORDERED, ORDERED).values(ITEM).execute();
            take(1);
        });
        assertSold(1);

        assertThatThrownBy(() -> withJta().transaction(inside -> {
                    order();
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertSold(1);
    }

    @Test
    void withTheProviderAnInnerTransactionJoinsAndItsFailureRollsBackAll() throws Exception {
        withJta().transaction(outer -> {
            order();
            outer.dsl().transaction(inner -> order());
        });
        assertSold(2);

        assertThatThrownBy(() -> withJta().transaction(outer -> {
                    order();
                    assertThatThrownBy(() -> outer.dsl().transaction(inner -> {
                                throw new IllegalArgumentException("no");
                            }))
                            .isInstanceOf(IllegalArgumentException.class);
                }))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("marked for rollback")
                .hasRootCauseInstanceOf(RollbackException.class);
        assertSold(2);
    }

    @Test
    void withTheProviderAContextJoinsATransactionBegunElsewhere() throws Exception {
        tx.begin();
        withJta().transaction(inside -> order());
        assertSold(0);
        tx.rollback();

        assertSold(0);
    }

    @Test
    void aViolatedConstraintRollsBackBoth() throws Exception {
        assertThatThrownBy(() -> withJta().transaction(inside -> {
                    orders.insertInto(ITEM_ORDERED, ORDERED).values(ITEM).execute();
                    take(PIECES + 1);
                }))
                .isInstanceOf(IntegrityConstraintViolationException.class)
                .hasMessageContaining("item_pieces_check");

        assertSold(0);
    }
}
