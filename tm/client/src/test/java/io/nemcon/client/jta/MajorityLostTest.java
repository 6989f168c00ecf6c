package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.client.session.SessionConfig;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A group that answers nothing, because a majority of its nodes is lost. */
class MajorityLostTest {

    private final Rig rig = new Rig();
    private final NemconTransactionManager manager = rig.manager;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void workInASingleDatabaseGoesOnInOnePhase() throws Exception {
        rig.group.silence();
        for (int i = 0; i < 10; i++) {
            manager.begin();
            FakeBranch orders = rig.enlist("orders");
            manager.commit();
            assertThat(orders.heard()).containsExactly("open", "commitOnePhase", "release");
        }
    }

    @Test
    void soDoReadingInSeveralAndRollingBack() throws Exception {
        rig.group.silence();
        manager.begin();
        FakeBranch reader =
                rig.enlist(new FakeBranch("reader").readOnlyByLook(() -> PrepareAnswer.READ_ONLY), "reader");
        FakeBranch writer = rig.enlist("writer");
        manager.commit();
        assertThat(reader.heard()).containsExactly("open", "endReadOnly", "release");
        assertThat(writer.heard()).containsExactly("open", "commitOnePhase", "release");

        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        FakeBranch stock = rig.enlist("stock");
        manager.rollback();
        assertThat(orders.heard()).containsExactly("open", "rollback", "release");
        assertThat(stock.heard()).containsExactly("open", "rollback", "release");
    }

    @Test
    void whatNeedsADecisionIsToldUnknownWhenItsTimeIsOver() throws Exception {
        try (Rig hasty = new Rig(Duration.ofMillis(100), 64, SessionConfig.TRANSACTIONS_MAX)) {
            hasty.group.silence();
            hasty.manager.begin();
            FakeBranch orders = hasty.enlist("orders");
            hasty.enlist("stock");

            assertThatThrownBy(hasty.manager::commit).isInstanceOf(OutcomeUnknownException.class);
            assertThat(orders.heard()).containsExactly("open", "prepare");
        }
    }
}
