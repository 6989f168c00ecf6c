package io.nemcon.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.EntryCodec;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.core.protocol.Witness;
import io.nemcon.simulation.check.Decisions.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The second reading of the log: what the group may have forgotten, and who is an agent. One entry is one second. */
class DecisionsTest {

    private static final ResourceName ORDERS = new ResourceName("orders");
    private static final ResourceName STOCK = new ResourceName("stock");
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int RETENTION_MS = 6_000;

    private final Rounds rounds = new Rounds();
    private final Decisions decisions = new Decisions(new Nobody(), rounds);
    private final SessionId owner = opened(1);
    private final SessionId agent = opened(2);
    private long index = 2;
    private long words;

    private static final class Nobody implements Decisions.Listener {
        @Override
        public void decided(Gtrid gtrid, Decisions.Decided decided) {}

        @Override
        public void expired(Decisions.Session session, long term) {}

        @Override
        public void opened(SessionId session, long othersAlive) {}

        @Override
        public void abortedByWatermark(Gtrid gtrid) {}
    }

    private SessionId opened(long at) {
        observe(at, new Command.OpenSession(at, at, SessionKind.CLIENT, "app" + at, 4_000));
        return new SessionId(at * EntryCodec.COMMANDS_MAX);
    }

    private void observe(long at, Command command) {
        decisions.observe(at, 1, EntryCodec.encode(new Entry(at * 1_000, List.of(command))), at * SECOND_NS);
    }

    private void next(Command command) {
        observe(++index, command);
    }

    private void says(SessionId sender, SessionCommand body) {
        next(new Command.FromSession(new RequestHeader(sender, RequestHeader.IDEMPOTENT, 0, 1), body));
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            next(new Command.LeaderStarted());
        }
    }

    private void isAgentOf(ResourceName resource) {
        says(agent, new SessionCommand.RegisterAgent(resource, ++words));
    }

    private void ends() {
        next(new Command.EndSession(owner, EndReason.CLOSED, 0));
    }

    /** A round that reads the ledger and lists now. */
    private void scans(ResourceName resource) {
        rounds.begins("app2", resource);
        rounds.lists("app2", resource, index * SECOND_NS);
        SessionCommand.Scanned scan = new SessionCommand.Scanned(resource, index);
        rounds.reports("app2", agent, scan);
        says(agent, scan);
    }

    private void forgets() {
        next(new Command.ForgetExpired(RETENTION_MS));
    }

    private Standing ofOwner() {
        return decisions.standing().get(owner);
    }

    private Gtrid transaction() {
        return new Gtrid(new GroupId(7), 1, owner, 1);
    }

    private boolean isBehindTheHorizon(double preparedAtSecond) {
        BranchId branch = new DecidedBranch(ORDERS, 1, Witness.NONE).id(transaction());
        return decisions.isBehindTheHorizon(branch, ORDERS, (long) (preparedAtSecond * SECOND_NS));
    }

    @Test
    void whatIsPreparedAfterTheLastScansListIsBehindTheHorizonOnceItsSessionIsForgotten() {
        isAgentOf(ORDERS);
        ends();
        scans(ORDERS);
        long listedAt = index - 1;
        assertThat(isBehindTheHorizon(listedAt + 1))
                .as("while its session is known")
                .isFalse();

        seconds(RETENTION_MS / 1_000);
        forgets();

        assertThat(ofOwner()).isEqualTo(Standing.FORGOTTEN);
        assertThat(isBehindTheHorizon(listedAt - 0.1)).isFalse();
        assertThat(isBehindTheHorizon(listedAt + 0.1)).isTrue();
    }

    @Test
    void aLaterScanMovesTheHorizonOn() {
        isAgentOf(ORDERS);
        ends();
        scans(ORDERS);
        seconds(3);
        scans(ORDERS);
        long listedAt = index - 1;
        seconds(RETENTION_MS / 1_000);
        forgets();

        assertThat(isBehindTheHorizon(listedAt - 0.1)).isFalse();
    }

    @Test
    void nothingIsForgottenBeforeItsTimeNorBeforeEveryResourceWasScannedSince() {
        isAgentOf(ORDERS);
        isAgentOf(STOCK);
        scans(STOCK);
        ends();
        scans(ORDERS);
        forgets();
        assertThat(ofOwner()).as("at once").isEqualTo(Standing.ENDED);

        seconds(RETENTION_MS / 1_000);
        forgets();
        assertThat(ofOwner())
                .as("with a resource that was scanned before alone")
                .isEqualTo(Standing.ENDED);

        scans(STOCK);
        forgets();
        assertThat(ofOwner()).isEqualTo(Standing.FORGOTTEN);
    }

    @Test
    void nothingIsForgottenWhileABranchOfItIsNotReported() {
        isAgentOf(ORDERS);
        DecidedBranch branch = new DecidedBranch(ORDERS, 1, Witness.NONE);
        says(owner, new SessionCommand.Decide(transaction(), Decision.COMMIT, Reason.NONE, List.of(branch)));
        ends();
        scans(ORDERS);
        seconds(RETENTION_MS / 1_000);
        forgets();
        assertThat(ofOwner()).isEqualTo(Standing.ENDED);

        says(agent, new SessionCommand.Finished(List.of(new FinishedBranch(branch.id(transaction())))));
        forgets();
        assertThat(ofOwner()).isEqualTo(Standing.FORGOTTEN);
    }

    @Test
    void theNewestWordOnBeingAnAgentCountsWhicheverCameLast() {
        SessionCommand first = new SessionCommand.RegisterAgent(ORDERS, 1);
        SessionCommand second = new SessionCommand.UnregisterAgent(ORDERS, 2);
        says(agent, second);
        says(agent, first);

        assertThat(decisions.resources().agents().get(ORDERS)).isEmpty();
        assertThat(decisions.resources().wrongAnswer(agent, first, new Result.NotApplicable()))
                .isEmpty();
        assertThat(decisions.resources().wrongAnswer(agent, first, new Result.AgentRegistered(true)))
                .contains("a newer one came before it");
        assertThat(decisions.resources().wrongAnswer(agent, second, new Result.NotApplicable()))
                .contains("was the newest");
    }

    @Test
    void theEndOfASessionTakesItOffItsResources() {
        isAgentOf(ORDERS);
        next(new Command.EndSession(agent, EndReason.CLOSED, 0));

        assertThat(decisions.resources().agents().get(ORDERS)).isEmpty();
    }
}
