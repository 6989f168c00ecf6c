package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.client.fake.FakeGroup.Fate;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Witness;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of a transaction that meets a fault of a program: it ends in a defined way all the same. */
class FailedEndTest {

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    private Gtrid failingCommit(FakeBranch orders, FakeBranch stock) throws Exception {
        rig.manager.begin();
        Gtrid gtrid = rig.gtrid();
        rig.enlist(orders, "orders");
        rig.enlist(stock, "stock");
        assertThatThrownBy(rig.manager::commit)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("a bug of branch stock");
        return gtrid;
    }

    private void awaitNothingOpen() {
        Awaitility.await().until(() -> rig.sessions.open() == 0);
    }

    private static PrepareAnswer yes() {
        return PrepareAnswer.yes(Witness.NONE);
    }

    /** What voted YES is not rolled back here: the agents do that, once the ledger has decided. */
    @Test
    void whatIsPreparedIsLeftToTheAgentsAndTheLedgerDecidesAbort() throws Exception {
        FakeBranch orders = new FakeBranch("orders");
        FakeBranch stock = new FakeBranch("stock")
                .prepares(() -> PrepareAnswer.unanswered("lost"))
                .cannotDescribeItself();
        Gtrid gtrid = failingCommit(orders, stock);

        awaitNothingOpen();
        assertThat(orders.heard()).containsExactly("open", "prepare", "release");
        assertThat(stock.heard()).containsExactly("open", "prepare", "release");
        assertThat(rig.group.outcome(gtrid)).isEqualTo(Outcome.ABORTED);
        assertThat(rig.group.sent(SessionCommand.Decide.class))
                .containsExactly(new SessionCommand.Decide(gtrid, Decision.ABORT, Reason.OWNER_FAILED, List.of()));
    }

    @Test
    void whatWasDecidedStaysDecided() throws Exception {
        FakeBranch stock = new FakeBranch("stock").commits(() -> BranchEnd.unsettled("lost"));
        FakeBranch orders = new FakeBranch("orders").commits(() -> {
            stock.cannotDescribeItself();
            return BranchEnd.COMMITTED;
        });
        Gtrid gtrid = failingCommit(orders, stock);

        awaitNothingOpen();
        assertThat(rig.group.outcome(gtrid)).isEqualTo(Outcome.COMMITTED);
        assertThat(stock.heard()).doesNotContain("rollback");
        assertThat(rig.group.unfinished()).isEqualTo(1); // for the agents
    }

    /** With an open slot the watermark would stand still, and the ledger would keep every abort from here on. */
    @Test
    void theWatermarkGoesOn() throws Exception {
        Gtrid gtrid = failingCommit(
                new FakeBranch("orders"),
                new FakeBranch("stock").prepares(() -> PrepareAnswer.no("no")).cannotDescribeItself());
        awaitNothingOpen();

        rig.manager.begin();
        rig.enlist("orders");
        rig.enlist("stock");
        rig.manager.commit();

        assertThat(rig.group.requests(SessionCommand.Decide.class))
                .last()
                .satisfies(decide -> assertThat(decide.header().watermark()).isGreaterThan(gtrid.sequence()));
    }

    @Test
    void aGroupThatDoesNotAnswerIsAskedUntilItDoes() throws Exception {
        rig.group.next(SessionCommand.Decide.class, Fate.LOST, 3);
        Gtrid gtrid = failingCommit(
                new FakeBranch("orders"),
                new FakeBranch("stock")
                        .prepares(() -> PrepareAnswer.unanswered("lost"))
                        .cannotDescribeItself());

        awaitNothingOpen();
        assertThat(rig.group.outcome(gtrid)).isEqualTo(Outcome.ABORTED);
    }

    @Test
    void aChannelThatThrowsIsTriedAgain() throws Exception {
        rig.group.next(SessionCommand.Decide.class, Fate.THROWS, 2);
        rig.manager.begin();
        rig.enlist("orders");
        rig.enlist(new FakeBranch("stock").prepares(FailedEndTest::yes), "stock");
        rig.manager.commit();

        assertThat(rig.group.sent(SessionCommand.Decide.class)).hasSize(3);
        assertThat(rig.sessions.open()).isZero();
    }
}
