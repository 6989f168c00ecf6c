package io.nemcon.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.AnswerCodec;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node reads from its ledger, and how long an answer gets (scenarios 14b, 63). */
class LedgerAnswersTest {

    private static final ResourceName ORDERS = new ResourceName("orders");

    private final Ledger ledger = new Ledger();
    private SessionId app = new SessionId(1);

    @BeforeEach
    void openOneSession() {
        apply(new Command.FormGroup(Cast.GROUP, Cast.INCARNATION));
        app = open(1);
    }

    @Test
    void itCountsWhatThereIs() {
        assertThat(ledger.counts()).isEqualTo(new Ledger.Counts(1, 0, 0, 0));
        SessionId other = open(2);
        commit(1, 0);
        commit(2, 2);
        commit(3, 1);
        apply(request(new SessionCommand.OpenIncident(IncidentKind.LOST_BRANCH, ORDERS, "b", "gone")));
        assertThat(ledger.counts()).isEqualTo(new Ledger.Counts(2, 2, 3, 1));
        assertThat(ledger.hasToForget()).isFalse();
        assertThat(ledger.isAlive(other)).isTrue();
        apply(new Command.EndSession(other, EndReason.CLOSED, 1));
        assertThat(ledger.isAlive(other)).isFalse();
        assertThat(ledger.isAlive(new SessionId(4_000_000_000_000L))).isFalse();
        assertThat(ledger.counts()).isEqualTo(new Ledger.Counts(1, 2, 3, 1));
        assertThat(ledger.hasToForget()).isTrue();
    }

    @Test
    void itTellsWhereItIs() {
        assertThat(ledger.group()).isEqualTo(Cast.GROUP);
        assertThat(ledger.incarnation()).isEqualTo(Cast.INCARNATION);
        assertThat(ledger.index()).isEqualTo(2);
        assertThat(ledger.timeMs()).isEqualTo(2_000);
        assertThat(ledger.notedIndex()).isZero();
        long hash = ledger.hash();
        apply(new Command.NoteHash());
        assertThat(ledger.notedIndex()).isEqualTo(3);
        assertThat(ledger.notedHash()).isNotEqualTo(hash).isEqualTo(ledger.hash());
        assertThat(ledger.aliveSessions())
                .containsExactly(new Answer.SessionInfo(app, SessionKind.CLIENT, "app", 10_000, 2_000));
    }

    /** With more in doubt than an answer holds, the agent is told of the oldest, and of the others when those are done. */
    @Test
    void anAnswerHoldsTheOldestUnfinishedBranches() {
        int transactions = AnswerCodec.ROWS_MAX / CommandCodec.BRANCHES_MAX + 1;
        for (int sequence = 1; sequence <= transactions; sequence++) {
            commit(sequence, CommandCodec.BRANCHES_MAX);
        }
        List<Answer.UnfinishedBranch> rows =
                ((Answer.Unfinished) ledger.answer(new Query.Unfinished(ORDERS))).branches();
        assertThat(rows).hasSize(AnswerCodec.ROWS_MAX);
        assertThat(rows.get(0).branch().gtrid().sequence()).isOne();
        assertThat(rows.get(AnswerCodec.ROWS_MAX - 1).branch().number())
                .isEqualTo((AnswerCodec.ROWS_MAX - 1) % CommandCodec.BRANCHES_MAX);
        Answer.Status status = (Answer.Status) ledger.answer(new Query.Status());
        assertThat(status.transactionsUnfinished()).isEqualTo(transactions);
    }

    private SessionId open(long key) {
        Result opened = apply(new Command.OpenSession(key, 0, SessionKind.CLIENT, "app", 10_000));
        return ((Result.SessionOpened) opened).session();
    }

    private void commit(long sequence, int branches) {
        List<DecidedBranch> decided = new ArrayList<>();
        IntStream.range(0, branches).forEach(number -> decided.add(new DecidedBranch(ORDERS, number, Witness.NONE)));
        Gtrid gtrid = new Gtrid(Cast.GROUP, Cast.INCARNATION, app, sequence);
        assertThat(apply(request(new SessionCommand.Decide(gtrid, Decision.COMMIT, Reason.NONE, decided))))
                .isInstanceOf(Result.Decided.class);
    }

    private Command request(SessionCommand body) {
        return new Command.FromSession(new RequestHeader(app, RequestHeader.IDEMPOTENT, 1, 1), body);
    }

    private Result apply(Command command) {
        long index = ledger.index() + 1;
        return ledger.apply(index, 1, new Entry(1_000 * index, List.of(command)))
                .results()
                .get(0);
    }
}
