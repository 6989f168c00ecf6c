package io.nemcon.frameworks.spring;

import static io.nemcon.frameworks.testkit.TwoDatabases.ITEM;
import static io.nemcon.frameworks.testkit.TwoDatabases.PIECES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.frameworks.testkit.TwoDatabases;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.Status;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.NestedTransactionNotSupportedException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.jta.JtaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's propagations, each with both databases. */
class PropagationTest extends SpringTest {

    PropagationTest(TwoDatabases databases) {
        super(databases);
    }

    private void assertSold(int pieces) throws Exception {
        assertThat(databases.ordersCommitted()).isEqualTo(pieces);
        assertThat(databases.piecesCommitted()).isEqualTo(PIECES - pieces);
    }

    @Test
    void requiredCommitsBothDatabases() throws Exception {
        shop().order(ITEM);

        assertSold(1);
    }

    @Test
    void requiredJoinsWhatIsThere() throws Exception {
        steps().required(() -> {
            shop().order(ITEM);
            shop().order(ITEM);
            assertSold(0);
        });

        assertSold(2);
    }

    @Test
    void aFailureRollsBackBothDatabases() throws Exception {
        databases.execute("stock", "update item set pieces = 0");

        assertThatThrownBy(() -> shop().order(ITEM)).hasMessageContaining("item_pieces_check");

        assertThat(databases.ordersCommitted()).isZero();
    }

    @Test
    void whatRequiresNewCommittedStaysWhenTheOuterRollsBack() throws Exception {
        assertThatThrownBy(() -> steps().required(() -> {
                    shop().order(ITEM);
                    steps().requiresNew(this::orderWithoutStock);
                    throw new Steps.Unchecked();
                }))
                .isInstanceOf(Steps.Unchecked.class);

        assertThat(databases.ordersCommitted()).isEqualTo(1);
        assertThat(databases.piecesCommitted()).isEqualTo(PIECES);
    }

    @Test
    void theOuterCommitsAlthoughRequiresNewRolledBack() throws Exception {
        steps().required(() -> {
            shop().order(ITEM);
            assertThatThrownBy(() -> steps().requiresNew(() -> {
                        orderWithoutStock();
                        throw new Steps.Unchecked();
                    }))
                    .isInstanceOf(Steps.Unchecked.class);
        });

        assertSold(1);
    }

    private void orderWithoutStock() {
        new JdbcTemplate(databases.orders()).update("INSERT INTO item_ordered(item) VALUES (?)", ITEM);
    }

    @Test
    void notSupportedRunsOutsideAndSeesNothingOfIt() throws Exception {
        JdbcTemplate orders = new JdbcTemplate(databases.orders());

        assertThatThrownBy(() -> steps().required(() -> {
                    shop().order(ITEM);
                    int seen = steps().notSupported(() -> {
                        assertThat(nemcon().userTransaction().getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
                        orderWithoutStock(); // commits by itself
                        return orders.queryForObject("select count(*) from item_ordered", Integer.class);
                    });
                    assertThat(seen).isEqualTo(1);
                    throw new Steps.Unchecked();
                }))
                .isInstanceOf(Steps.Unchecked.class);

        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }

    @Test
    void supportsJoinsATransactionAndDoesWithout() throws Exception {
        steps().supports(this::orderWithoutStock);
        assertThat(databases.ordersCommitted()).isEqualTo(1);

        assertThatThrownBy(() -> steps().required(() -> {
                    steps().supports(this::orderWithoutStock);
                    throw new Steps.Unchecked();
                }))
                .isInstanceOf(Steps.Unchecked.class);
        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }

    @Test
    void mandatoryWantsATransactionAndNeverWantsNone() throws Exception {
        assertThatThrownBy(() -> steps().mandatory(this::orderWithoutStock))
                .isInstanceOf(IllegalTransactionStateException.class);
        steps().never(this::orderWithoutStock);
        steps().required(() -> {
            steps().mandatory(this::orderWithoutStock);
            assertThatThrownBy(() -> steps().never(this::orderWithoutStock))
                    .isInstanceOf(IllegalTransactionStateException.class);
        });

        assertThat(databases.ordersCommitted()).isEqualTo(2);
    }

    @Test
    void nestedIsRefusedInWordsAndTheOuterGoesOn() throws Exception {
        steps().required(() -> {
            shop().order(ITEM);
            assertThatThrownBy(() -> steps().nested(this::orderWithoutStock))
                    .isInstanceOf(NestedTransactionNotSupportedException.class);
        });

        assertSold(1);
    }

    @Test
    void nestedIsRefusedAlsoWhereSpringIsToldToTry() throws Exception {
        bean(JtaTransactionManager.class).setNestedTransactionAllowed(true);

        steps().required(() -> assertThatThrownBy(() -> steps().nested(this::orderWithoutStock))
                .isInstanceOf(NestedTransactionNotSupportedException.class)
                .hasRootCauseInstanceOf(NotSupportedException.class)
                .rootCause()
                .hasMessageContaining("transactions are not nested"));
    }

    @Test
    void aTransactionManagerOfOneDataSourceIsRefusedInsideInWords() throws Exception {
        TransactionTemplate local = new TransactionTemplate(new DataSourceTransactionManager(databases.orders()));

        steps().required(() -> assertThatThrownBy(() -> local.executeWithoutResult(status -> orderWithoutStock()))
                .isInstanceOf(TransactionException.class)
                .hasStackTraceContaining("is refused on this connection: call UserTransaction"));
    }
}
