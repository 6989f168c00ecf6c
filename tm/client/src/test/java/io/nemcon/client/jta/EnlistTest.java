package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.fake.FakeBranch;
import io.nemcon.core.id.ResourceName;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Branches of adapters, and what a transaction takes. */
class EnlistTest {

    private final Rig rig = new Rig();
    private final NemconTransactionManager manager = rig.manager;
    private final OtherThread other = new OtherThread();

    @AfterEach
    void close() {
        other.close();
        rig.close();
    }

    @Test
    void oneResourceIsOneBranchHoweverOftenItIsEnlisted() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        assertThat(rig.enlister.enlist(new ResourceName("orders"), new FakeBranch("again")))
                .isSameAs(orders);
        manager.commit();

        assertThat(orders.heard()).containsExactly("open", "commitOnePhase", "release");
    }

    @Test
    void twoThreadsThatEnlistOneResourceAtOnceGetOneBranch() throws Exception {
        manager.begin();
        Transaction own = manager.getTransaction();
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FakeBranch orders = new FakeBranch("orders").opens(() -> {
            opening.countDown();
            FakeBranch.await(goOn);
        });
        Future<Object> first = other.begin(() -> {
            manager.resume(own);
            return rig.enlister.enlist(new ResourceName("orders"), orders);
        });
        opening.await();
        goOn.countDown();

        assertThat(rig.enlister.enlist(new ResourceName("orders"), new FakeBranch("second")))
                .isSameAs(orders);
        assertThat(first.get(30, TimeUnit.SECONDS)).isSameAs(orders);
        manager.rollback();
    }

    @Test
    void whatCanNotBePreparedStandsAlone() throws Exception {
        manager.begin();
        FakeBranch alone = rig.enlist(new FakeBranch("files").onePhaseOnly(), "files");

        assertThatThrownBy(() -> rig.enlist("orders"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("branch files can't be prepared")
                .hasMessageContaining("orders");
        manager.commit();
        assertThat(alone.heard()).containsExactly("open", "commitOnePhase", "release");
    }

    @Test
    void whatCanNotBePreparedIsRefusedBesideOthersAndGivenBack() throws Exception {
        manager.begin();
        rig.enlist("orders");
        FakeBranch late = new FakeBranch("files").onePhaseOnly();

        assertThatThrownBy(() -> rig.enlist(late, "files"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("branch files can't be prepared, so it can't stand beside branch orders");
        assertThat(late.heard()).containsExactly("open", "rollback", "release");
        manager.commit();
    }

    @Test
    void enlistingDuringTheCommitIsRefused() throws Exception { // scenario 93, late ENLIST
        manager.begin();
        NemconTransaction own = rig.current();
        FakeBranch late = new FakeBranch("late");
        List<Throwable> thrown = new ArrayList<>();
        rig.enlist(
                new FakeBranch("orders").commitsOnePhase(() -> {
                    try {
                        own.enlist(new ResourceName("late"), late);
                    } catch (SQLException refused) {
                        thrown.add(refused);
                    }
                    return io.nemcon.client.branch.OnePhaseEnd.COMMITTED;
                }),
                "orders");
        manager.commit();

        assertThat(thrown).singleElement().satisfies(refused -> assertThat(refused)
                .hasMessageContaining("its commit has begun"));
        assertThat(late.heard()).isEmpty();
    }

    @Test
    void aMarkedTransactionTakesNoMoreWork() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        manager.setRollbackOnly();

        assertThatThrownBy(() -> rig.enlist("stock"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(rig.gtrid().toString())
                .hasMessageContaining("marked for rollback");
        assertThatThrownBy(() -> orders.context().requireActive()).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> rig.current().registerSynchronization(new Recorder("s", new ArrayList<>())))
                .isInstanceOf(RollbackException.class);
        assertThatThrownBy(() -> rig.current().enlistResource(new FakeXa())).isInstanceOf(RollbackException.class);
        manager.rollback();
    }

    @Test
    void limitsAreRefusedByName() throws Exception {
        try (Rig small = new Rig(Duration.ofMinutes(5), 2, 1)) {
            small.manager.begin();
            small.enlist("a");
            small.enlist("b");
            assertThatThrownBy(() -> small.enlist("c")).hasMessageContaining("branchesMax of 2");
            Transaction own = small.manager.suspend();
            assertThatThrownBy(small.manager::begin)
                    .isInstanceOf(SystemException.class)
                    .hasMessageContaining("transactionsMax of 1");
            own.rollback();
            small.manager.begin();
            small.manager.rollback();
        }
    }
}
