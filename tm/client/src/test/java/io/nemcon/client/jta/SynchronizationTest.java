package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.core.protocol.Reason;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SynchronizationTest {

    private final Rig rig = new Rig();
    private final NemconTransactionManager manager = rig.manager;
    private final SynchronizationRegistry registry = manager.synchronizationRegistry();
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void close() {
        rig.close();
    }

    private Recorder recorder(String name) {
        return new Recorder(name, heard);
    }

    private void register(Recorder recorder) {
        try {
            rig.current().registerSynchronization(recorder);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void interposedOnesComeLastBeforeAndFirstAfterCompletion() throws Exception {
        manager.begin();
        registry.registerInterposedSynchronization(recorder("i1"));
        register(recorder("s1"));
        registry.registerInterposedSynchronization(recorder("i2"));
        register(recorder("s2"));
        manager.commit();

        assertThat(heard)
                .containsExactly(
                        "s1 before",
                        "s2 before",
                        "i1 before",
                        "i2 before",
                        "i1 after 3",
                        "i2 after 3",
                        "s1 after 3",
                        "s2 after 3");
    }

    @Test
    void beforeCompletionTheTransactionIsActiveAndTakesWork() throws Exception {
        manager.begin();
        FakeBranch flushed = new FakeBranch("orders");
        register(recorder("s").before(() -> {
            assertThat(manager.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
            assertThatCode(() -> rig.enlist(flushed, "orders")).doesNotThrowAnyException();
        }));
        manager.commit();

        assertThat(flushed.heard()).containsExactly("open", "commitOnePhase", "release");
    }

    @Test
    void oneRegisteredBeforeCompletionIsToldTooAndOrdinaryOnesBeforeTheInterposedThatAreLeft() throws Exception {
        manager.begin();
        registry.registerInterposedSynchronization(recorder("i1").before(() -> register(recorder("late"))));
        registry.registerInterposedSynchronization(recorder("i2"));
        register(recorder("s1").before(() -> registry.registerInterposedSynchronization(recorder("i3"))));
        manager.commit();

        assertThat(heard)
                .containsSubsequence("s1 before", "i1 before", "late before", "i2 before", "i3 before", "i1 after 3")
                .hasSize(10);
    }

    @Test
    void onRollbackOnlyAfterCompletionIsTold() throws Exception {
        manager.begin();
        register(recorder("s"));
        registry.registerInterposedSynchronization(recorder("i"));
        manager.rollback();

        assertThat(heard).containsExactly("i after 4", "s after 4");
    }

    @Test
    void aMarkedTransactionIsNotFlushedFirst() throws Exception {
        manager.begin();
        register(recorder("s"));
        manager.setRollbackOnly();

        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        assertThat(heard).containsExactly("s after 4");
    }

    @Test
    void whoMarksItBeforeCompletionAndThenThrowsIsHeard() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        IllegalStateException stale = new IllegalStateException("stale row");
        registry.registerInterposedSynchronization(recorder("provider").before(() -> {
            registry.setRollbackOnly();
            throw stale;
        }));

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("stale row")
                .hasCause(stale);
        assertThat(orders.heard()).containsExactly("open", "rollback", "release");
    }

    @Test
    void theFirstOfTwoExceptionsIsTheCauseAndATimeoutStaysOne() {
        RollbackCause first = new RollbackCause(Reason.APPLICATION, "one", new IllegalStateException("1"));
        RollbackCause second = new RollbackCause(Reason.APPLICATION, "two", new IllegalStateException("2"));
        RollbackCause timeout = new RollbackCause(Reason.TIMEOUT, "it timed out");

        assertThat(first.explainedBy(second)).isSameAs(first);
        assertThat(timeout.explainedBy(second))
                .isEqualTo(new RollbackCause(Reason.TIMEOUT, "it timed out", second.exception()));
    }

    @Test
    void anUncheckedExceptionBeforeCompletionRollsBackAndIsTheCause() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        IllegalStateException thrown = new IllegalStateException("flush failed");
        register(recorder("s1").before(() -> {
            throw thrown;
        }));
        register(recorder("s2"));

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("flush failed")
                .hasCause(thrown);
        assertThat(heard).containsExactly("s1 before", "s1 after 4", "s2 after 4");
        assertThat(orders.heard()).containsExactly("open", "rollback", "release");
    }

    @Test
    void anErrorBeforeCompletionRollsBackToo() throws Exception {
        manager.begin();
        register(recorder("s").before(() -> {
            throw new AssertionError("not as expected");
        }));

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("not as expected");
    }

    @Test
    void markingBeforeCompletionRollsBack() throws Exception {
        manager.begin();
        rig.enlist("orders");
        register(recorder("s1").before(registry::setRollbackOnly));
        register(recorder("s2"));

        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        assertThat(heard).containsExactly("s1 before", "s1 after 4", "s2 after 4");
    }

    @Test
    void whatAfterCompletionThrowsChangesNothingAndTheOthersAreTold() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        register(recorder("s1").after(() -> {
            throw new IllegalStateException("too late");
        }));
        register(recorder("s2"));
        manager.commit();

        assertThat(heard).contains("s1 after 3", "s2 after 3");
        assertThat(orders.heard()).contains("commitOnePhase");
    }

    @Test
    void afterCompletionTheBranchesAreGivenBackAndTheStatusIsFinal() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        register(recorder("s").after(() -> {
            assertThat(orders.heard()).endsWith("release");
            assertThat(registry.getTransactionStatus()).isEqualTo(Status.STATUS_COMMITTED);
            heard.add("looked");
        }));
        manager.commit();

        assertThat(heard).contains("looked");
    }

    @Test
    void afterCompletionOfAnUnknownOutcomeSaysUnknown() throws Exception {
        manager.begin();
        rig.enlist(new FakeBranch("orders").commitsOnePhase(() -> OnePhaseEnd.unknown("gone")), "orders");
        register(recorder("s"));

        assertThatThrownBy(manager::commit).isInstanceOf(OutcomeUnknownException.class);
        assertThat(heard).containsExactly("s before", "s after " + Status.STATUS_UNKNOWN);
    }

    @Test
    void afterTheEndHasBegunNoneIsRegisteredAndNoEndBeginsFromWithin() throws Exception {
        manager.begin();
        List<Throwable> thrown = new ArrayList<>();
        register(recorder("s")
                .before(() -> {
                    thrown.add(catching(manager::commit));
                    thrown.add(catching(manager::rollback));
                })
                .after(() -> {
                    thrown.add(catching(() -> registry.registerInterposedSynchronization(recorder("late"))));
                    thrown.add(catching(() -> rig.current().registerSynchronization(recorder("late"))));
                    thrown.add(catching(manager::begin));
                }));
        manager.commit();

        assertThat(thrown).hasSize(5);
        assertThat(thrown.subList(0, 4)).allMatch(IllegalStateException.class::isInstance);
        assertThat(thrown.get(4)).isInstanceOf(jakarta.transaction.NotSupportedException.class);
        assertThat(heard).containsExactly("s before", "s after 3");
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    private interface Call {
        void run() throws Exception;
    }

    private static Throwable catching(Call call) {
        try {
            call.run();
            return null;
        } catch (Exception thrown) {
            return thrown;
        }
    }

    @Test
    void interposedOnesMayStillBeRegisteredWithAMarkedTransaction() throws Exception {
        manager.begin();
        manager.setRollbackOnly();
        registry.registerInterposedSynchronization(recorder("i"));
        manager.rollback();

        assertThat(heard).containsExactly("i after 4");
    }

    @Test
    void oneThatRegistersAnotherForEverIsStoppedByTheLimit() throws Exception {
        manager.begin();
        registerForEver();

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("synchronizationsMax");
    }

    private void registerForEver() {
        register(new Recorder("again", new ArrayList<>()).before(this::registerForEver));
    }

    @Test
    void nothingIsNoSynchronization() throws Exception {
        manager.begin();
        NemconTransaction own = rig.current();
        assertThatThrownBy(() -> own.registerSynchronization(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> registry.registerInterposedSynchronization(null))
                .isInstanceOf(NullPointerException.class);
        manager.commit();
    }

    @Test
    void beforeCompletionTheTransactionIsThatOfTheCommittingThreadWhicheverThatIs() throws Exception {
        manager.begin();
        NemconTransaction own = rig.current();
        FakeBranch flushed = new FakeBranch("orders");
        register(recorder("s").before(() -> {
            heard.add(own.equals(manager.getTransaction()) ? "own" : "other");
            enlist(flushed);
        }));
        manager.suspend();
        try (OtherThread other = new OtherThread()) {
            other.run(() -> {
                manager.begin();
                Object its = manager.getTransaction();
                own.commit();
                assertThat(manager.getTransaction()).isSameAs(its);
                manager.rollback();
            });
        }

        assertThat(heard).containsExactly("s before", "own", "s after 3");
        assertThat(flushed.heard()).contains("commitOnePhase");
    }

    private void enlist(FakeBranch branch) {
        try {
            rig.enlist(branch, "orders");
        } catch (java.sql.SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void aThreadWithoutATransactionHasNoneAgainAfterItCommittedOneThroughItself() throws Exception {
        manager.begin();
        NemconTransaction own = rig.current();
        FakeBranch orders = rig.enlist("orders");
        register(recorder("s"));
        manager.suspend();
        own.commit();

        assertThat(manager.getTransaction()).isNull();
        assertThat(orders.heard()).contains("commitOnePhase");
    }

    @Test
    void oneMaySuspendTheTransactionWorkInAnotherAndResumeIt() throws Exception {
        FakeBranch apart = new FakeBranch("apart");
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        register(recorder("s1").before(() -> workApart(apart, true)));
        register(recorder("s2").before(() -> enlist(new FakeBranch("again"))));
        manager.commit();

        assertThat(apart.heard()).containsExactly("open", "commitOnePhase", "release");
        assertThat(orders.heard()).containsExactly("open", "suspend", "resume", "commitOnePhase", "release");
        assertThat(heard).containsExactly("s1 before", "s2 before", "s1 after 3", "s2 after 3");
        assertThat(manager.getTransaction()).isNull();
    }

    @Test
    void oneThatSuspendsAndDoesNotResumeTakesNothingFromTheNext() throws Exception {
        manager.begin();
        NemconTransaction own = rig.current();
        FakeBranch orders = rig.enlist("orders");
        register(recorder("s1").before(() -> workApart(new FakeBranch("apart"), false)));
        register(recorder("s2").before(() -> heard.add(own.equals(manager.getTransaction()) ? "own" : "other")));
        manager.commit();

        assertThat(heard).contains("own").doesNotContain("other");
        assertThat(orders.heard()).contains("commitOnePhase");
        assertThat(manager.getTransaction()).isNull();
    }

    private void workApart(FakeBranch branch, boolean resumes) {
        try {
            jakarta.transaction.Transaction own = manager.suspend();
            manager.begin();
            rig.enlist(branch, "apart");
            manager.commit();
            if (resumes) {
                manager.resume(own);
            }
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void oneThatBeginsAnotherTransactionAfterCompletionKeepsIt() throws Exception {
        manager.begin();
        register(recorder("s").after(() -> {
            try {
                manager.suspend();
                manager.begin();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }));
        manager.commit();

        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        manager.rollback();
    }

    @Test
    void whatAfterCompletionThrowsIsLoggedWithTheTransaction() throws Exception {
        ch.qos.logback.core.read.ListAppender<ch.qos.logback.classic.spi.ILoggingEvent> log =
                new ch.qos.logback.core.read.ListAppender<>();
        ch.qos.logback.classic.Logger logger =
                (ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger(Synchronizations.class);
        log.start();
        logger.addAppender(log);
        try {
            manager.begin();
            String gtrid = rig.gtrid().toString();
            register(recorder("s").after(() -> {
                throw new IllegalStateException("too late");
            }));
            manager.commit();

            assertThat(log.list).singleElement().satisfies(event -> {
                assertThat(event.getFormattedMessage()).contains(gtrid, "afterCompletion");
                assertThat(event.getThrowableProxy().getMessage()).isEqualTo("too late");
            });
        } finally {
            logger.detachAppender(log);
        }
    }
}
