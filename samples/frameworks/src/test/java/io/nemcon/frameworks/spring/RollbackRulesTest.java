package io.nemcon.frameworks.spring;

import static io.nemcon.frameworks.testkit.TwoDatabases.ITEM;
import static io.nemcon.frameworks.testkit.TwoDatabases.PIECES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.frameworks.testkit.TwoDatabases;
import jakarta.transaction.RollbackException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import org.springframework.transaction.support.TransactionTemplate;

/** What commits and what rolls back, and who hears of it. */
class RollbackRulesTest extends SpringTest {

    RollbackRulesTest(TwoDatabases databases) {
        super(databases);
    }

    @Override
    Class<?>[] more() {
        return new Class<?>[] {Listener.class};
    }

    static class Listener {
        private final List<String> heard = new ArrayList<>();

        @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
        public void afterCommit(String event) {
            heard.add("committed " + event);
        }

        @TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
        public void afterRollback(String event) {
            heard.add("rolled back " + event);
        }
    }

    private List<String> heard() {
        return bean(Listener.class).heard;
    }

    private Steps.Step orderAndThrow(Exception thrown) {
        return () -> {
            shop().order(ITEM);
            throw thrown;
        };
    }

    @Test
    void aCheckedExceptionCommits() throws Exception {
        assertThatThrownBy(() -> steps().required(orderAndThrow(new Steps.Checked())))
                .isInstanceOf(Steps.Checked.class);

        assertThat(databases.ordersCommitted()).isEqualTo(1);
        assertThat(databases.piecesCommitted()).isEqualTo(PIECES - 1);
    }

    @Test
    void anUncheckedOneRollsBack() throws Exception {
        assertThatThrownBy(() -> steps().required(orderAndThrow(new Steps.Unchecked())))
                .isInstanceOf(Steps.Unchecked.class);

        assertThat(databases.ordersCommitted()).isZero();
        assertThat(databases.piecesCommitted()).isEqualTo(PIECES);
    }

    @Test
    void rollbackForAndNoRollbackForTurnThatAround() throws Exception {
        assertThatThrownBy(() -> steps().rollbackForChecked(orderAndThrow(new Steps.Checked())))
                .isInstanceOf(Steps.Checked.class);
        assertThat(databases.ordersCommitted()).isZero();

        assertThatThrownBy(() -> steps().noRollbackForUnchecked(orderAndThrow(new Steps.Unchecked())))
                .isInstanceOf(Steps.Unchecked.class);
        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }

    @Test
    void setRollbackOnlyOfTheOutermostRollsBackWithoutAnException() throws Exception {
        steps().required(() -> {
            shop().order(ITEM);
            TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        });

        assertThat(databases.ordersCommitted()).isZero();
    }

    @Test
    void whoSwallowsAnInnerFailureIsToldThatNothingWasCommitted() throws Exception {
        assertThatThrownBy(() -> steps().required(() -> {
                    shop().order(ITEM);
                    try {
                        steps().required(orderAndThrow(new Steps.Unchecked()));
                    } catch (Steps.Unchecked swallowed) {
                        assertThat(swallowed).isNotNull();
                    }
                }))
                .isInstanceOf(UnexpectedRollbackException.class)
                .hasRootCauseInstanceOf(RollbackException.class)
                .rootCause()
                .hasMessageContaining("marked for rollback by the application");

        assertThat(databases.ordersCommitted()).isZero();
        assertThat(databases.piecesCommitted()).isEqualTo(PIECES);
    }

    @Test
    void afterAFailedStatementTheRestIsRefusedAndTheCommitSaysWhich() throws Exception {
        databases.execute("orders", "insert into item_ordered(id, item) values (100, 1)");
        JdbcTemplate orders = new JdbcTemplate(databases.orders());

        assertThatThrownBy(() -> steps().required(() -> {
                    new JdbcTemplate(databases.stock()).update("update item set pieces = 9");
                    assertThatThrownBy(() -> orders.update("insert into item_ordered(id, item) values (100, 2)"))
                            .isInstanceOf(DuplicateKeyException.class);
                }))
                .isInstanceOf(UnexpectedRollbackException.class)
                .rootCause()
                .hasMessageContaining("item_ordered_pkey");

        assertThat(databases.piecesCommitted()).isEqualTo(PIECES);
    }

    @Test
    void aLocalTransactionThatFailsInsideAndIsSwallowedRollsBackAll() throws Exception {
        TransactionTemplate local = new TransactionTemplate(new DataSourceTransactionManager(databases.orders()));

        assertThatThrownBy(() -> steps().required(() -> {
                    new JdbcTemplate(databases.stock()).update("update item set pieces = 9");
                    try {
                        local.executeWithoutResult(status -> {
                            new JdbcTemplate(databases.orders()).update("insert into item_ordered(item) values (1)");
                            throw new Steps.Unchecked();
                        });
                    } catch (Steps.Unchecked | TransactionSystemException swallowed) {
                        assertThat(swallowed).isNotNull();
                    }
                }))
                .isInstanceOf(UnexpectedRollbackException.class)
                .hasStackTraceContaining("rollback() was called on a connection of it");

        assertThat(databases.ordersCommitted()).isZero();
        assertThat(databases.piecesCommitted()).isEqualTo(PIECES);
    }

    @Test
    void eventListenersHearOfTheOutcomeAndMayUseTheDatabasesThen() throws Exception {
        ApplicationEventPublisher events = events();
        steps().required(() -> {
            shop().order(ITEM);
            events.publishEvent("one");
            assertThat(heard()).isEmpty();
        });
        assertThatThrownBy(() -> steps().required(() -> {
                    shop().order(ITEM);
                    events.publishEvent("two");
                    throw new Steps.Unchecked();
                }))
                .isInstanceOf(Steps.Unchecked.class);

        assertThat(heard()).containsExactly("committed one", "rolled back two");
    }

    @Test
    void theTemplateCommitsReturnsAndRollsBack() throws Exception {
        Integer result = template().execute(status -> {
            shop().order(ITEM);
            return 7;
        });
        template().executeWithoutResult(status -> {
            shop().order(ITEM);
            status.setRollbackOnly();
        });

        assertThat(result).isEqualTo(7);
        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }
}
