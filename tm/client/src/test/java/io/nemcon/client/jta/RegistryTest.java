package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.client.session.SessionConfig;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TransactionSynchronizationRegistry (JTA 2.0, 3.6). */
class RegistryTest {

    private final Rig rig = new Rig();
    private final NemconTransactionManager manager = rig.manager;
    private final OtherThread other = new OtherThread();
    private final SynchronizationRegistry registry = manager.synchronizationRegistry();

    @AfterEach
    void close() {
        other.close();
        rig.close();
    }

    @Test
    void theRegistryKeepsValuesOfTheTransaction() throws Exception {
        assertThat(registry.getTransactionKey()).isNull();
        assertThat(registry.getTransactionStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        assertThatThrownBy(() -> registry.putResource("k", "v")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> registry.getResource("k")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(registry::getRollbackOnly).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(registry::setRollbackOnly).isInstanceOf(IllegalStateException.class);

        manager.begin();
        Object key = registry.getTransactionKey();
        registry.putResource("k", "v");
        assertThat(registry.getResource("k")).isEqualTo("v");
        assertThat(registry.getResource("other")).isNull();
        assertThatThrownBy(() -> registry.getResource(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> registry.putResource(null, "v")).isInstanceOf(NullPointerException.class);
        assertThat(registry.getRollbackOnly()).isFalse();
        registry.setRollbackOnly();
        assertThat(registry.getRollbackOnly()).isTrue();
        manager.rollback();

        manager.begin();
        assertThat(registry.getTransactionKey()).isNotEqualTo(key);
        assertThat(registry.getResource("k")).isNull();
        manager.rollback();
    }

    @Test
    void oneKeyStandsForTheTransactionOnEveryThreadThatHasIt() throws Exception {
        manager.begin();
        Transaction own = manager.getTransaction();
        Object key = registry.getTransactionKey();
        Object there = other.call(() -> {
            manager.resume(own);
            Object same = manager.synchronizationRegistry().getTransactionKey();
            manager.suspend();
            return same;
        });

        assertThat(there).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(key).hasToString(rig.gtrid().toString());
        manager.rollback();
        assertThat(registry.getTransactionKey()).isNull();
    }

    @Test
    void aValueIsReplacedAndMayBeNull() throws Exception {
        manager.begin();
        registry.putResource("k", "old");
        registry.putResource("k", "new");
        assertThat(registry.getResource("k")).isEqualTo("new");
        registry.putResource("k", null);
        assertThat(registry.getResource("k")).isNull();
        manager.rollback();
    }

    @Test
    void aSuspendedTransactionKeepsItsValues() throws Exception {
        manager.begin();
        registry.putResource("k", "outer");
        Transaction outer = manager.suspend();
        manager.begin();
        assertThat(registry.getResource("k")).isNull();
        registry.putResource("k", "inner");
        manager.commit();
        manager.resume(outer);

        assertThat(registry.getResource("k")).isEqualTo("outer");
        manager.commit();
    }

    @Test
    void valuesAreThereForSynchronizationsAndClearedAfterThem() throws Exception { // JTA 2.0, 3.6
        List<Object> seen = new ArrayList<>();
        manager.begin();
        NemconTransaction own = rig.current();
        registry.putResource("k", "v");
        registry.registerInterposedSynchronization(new Recorder("i", new ArrayList<>())
                .before(() -> seen.add(registry.getResource("k")))
                .after(() -> seen.add(registry.getResource("k"))));
        manager.commit();

        assertThat(seen).containsExactly("v", "v");
        assertThatThrownBy(() -> own.value("k")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void withATransactionThatTimedOutItSaysSo() throws Exception {
        try (Rig hasty = new Rig(Duration.ofMillis(100), 64, SessionConfig.TRANSACTIONS_MAX)) {
            SynchronizationRegistry late = hasty.manager.synchronizationRegistry();
            hasty.manager.begin();
            NemconTransaction own = hasty.current();
            Awaitility.await().until(() -> valuesAreGone(own));

            assertThat(late.getTransactionStatus()).isEqualTo(Status.STATUS_ROLLEDBACK);
            assertThat(late.getRollbackOnly()).isTrue();
            late.setRollbackOnly(); // it is as wanted
            assertThatThrownBy(() -> late.putResource("k", "v"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("timed out");
            assertThatThrownBy(() -> late.getResource("k")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> late.registerInterposedSynchronization(new Recorder("i", new ArrayList<>())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("timed out");
            hasty.manager.rollback();
        }
    }

    private static boolean valuesAreGone(NemconTransaction own) {
        try {
            own.value("k");
            return false;
        } catch (IllegalStateException gone) {
            return true;
        }
    }

    @Test
    void withoutATransactionNothingCanBeRegistered() {
        assertThatThrownBy(() -> registry.registerInterposedSynchronization(new Recorder("i", new ArrayList<>())))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterCompletionOfARefusedCommitItIsRolledBack() throws Exception {
        List<Boolean> seen = new ArrayList<>();
        manager.begin();
        rig.enlist("orders");
        rig.enlist(new FakeBranch("stock").prepares(() -> PrepareAnswer.no("unique key")), "stock");
        registry.registerInterposedSynchronization(
                new Recorder("i", new ArrayList<>()).after(() -> seen.add(registry.getRollbackOnly())));

        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        assertThat(seen).containsExactly(true);
    }
}
