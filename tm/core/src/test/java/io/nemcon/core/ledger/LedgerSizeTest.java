package io.nemcon.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a million finished transactions leave behind: outcomes, and next to no bytes (scenarios 10, 60, 95). */
class LedgerSizeTest {

    private static final int TRANSACTIONS = 1_000_000;
    private static final ResourceName ORDERS = new ResourceName("orders");
    private static final List<DecidedBranch> BRANCHES = List.of(
            new DecidedBranch(ORDERS, 0, new Witness("731")),
            new DecidedBranch(new ResourceName("stock"), 1, new Witness("732")));

    private final Ledger ledger = new Ledger();
    private final List<SessionId> sessions = new ArrayList<>();

    @Test
    void allCommittedTakeAFewBytes() {
        open(4);
        run(1, 0);
        assertThat(snapshotBytes()).isLessThan(1_500);
        assertThat(status().committed()).isEqualTo(TRANSACTIONS);
        assertThat(status().transactionsUnfinished()).isZero();
    }

    @Test
    void withEveryThirdAbortedTheyTakeLessThanTwoBitsEach() {
        open(4);
        run(1, 3);
        assertThat(snapshotBytes()).isLessThan(TRANSACTIONS / 4);
        sessions.forEach(this::end);
        assertThat(snapshotBytes()).isLessThan(TRANSACTIONS / 4);
        Gtrid committed = new Gtrid(Cast.GROUP, 1, sessions.get(0), 1);
        Gtrid aborted = new Gtrid(Cast.GROUP, 1, sessions.get(0), 3);
        assertThat(ledger.outcome(committed)).isEqualTo(Outcome.COMMITTED);
        assertThat(ledger.outcome(aborted)).isEqualTo(Outcome.ABORTED);
    }

    /** One in forty needs the group, the others commit in one phase and are never heard of. */
    @Test
    void sparseOnesTakeLessThanThreeBytesEach() {
        open(8);
        run(40, 0);
        assertThat(snapshotBytes()).isLessThan(3 * TRANSACTIONS);
    }

    private void open(int count) {
        apply(List.of(new Command.FormGroup(Cast.GROUP, 1)));
        for (int i = 0; i < count; i++) {
            Result result = apply(List.of(new Command.OpenSession(i, i, SessionKind.CLIENT, "app", 10_000)))
                    .get(0);
            sessions.add(((Result.SessionOpened) result).session());
        }
    }

    /** Decides and finishes all of them, in turns of the sessions. */
    private void run(int step, int abortEvery) {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < TRANSACTIONS; i++) {
            SessionId session = sessions.get(i % sessions.size());
            long count = i / sessions.size() + 1;
            Gtrid gtrid = new Gtrid(Cast.GROUP, 1, session, count * step);
            RequestHeader header = new RequestHeader(session, 0, 1, Math.max(1, (count - 100) * step));
            boolean abort = abortEvery > 0 && count % abortEvery == 0;
            commands.add(new Command.FromSession(
                    header,
                    new SessionCommand.Decide(gtrid, abort ? Decision.ABORT : Decision.COMMIT, Reason.NONE, BRANCHES)));
            commands.add(new Command.FromSession(header, new SessionCommand.Finished(finished(gtrid))));
            if (commands.size() >= 4_000) {
                apply(commands);
                commands.clear();
            }
        }
        apply(commands);
    }

    private static List<FinishedBranch> finished(Gtrid gtrid) {
        BranchId first = BRANCHES.get(0).id(gtrid);
        return List.of(
                new FinishedBranch(first), new FinishedBranch(BRANCHES.get(1).id(gtrid)));
    }

    private void end(SessionId session) {
        apply(List.of(new Command.EndSession(session, EndReason.CLOSED, 1)));
    }

    private List<Result> apply(List<Command> commands) {
        return ledger.apply(ledger.index() + 1, 1, new Entry(1, commands)).results();
    }

    private Answer.Status status() {
        return (Answer.Status) ledger.answer(new Query.Status());
    }

    private int snapshotBytes() {
        byte[] bytes = LedgerSnapshot.write(ledger);
        assertThat(LedgerSnapshot.read(bytes).hash()).isEqualTo(ledger.hash());
        return bytes.length;
    }
}
