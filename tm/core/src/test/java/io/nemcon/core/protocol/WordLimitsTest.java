package io.nemcon.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a word may hold at most, refused by its number wherever it is made or read (scenario 14b). */
class WordLimitsTest {

    private static final ResourceName ORDERS = new ResourceName("orders");
    private static final Gtrid GTRID = new Gtrid(new GroupId(7), 1, new SessionId(1), 1);
    private static final RequestHeader HEADER = new RequestHeader(new SessionId(1), 1, 1, 1);

    @Test
    void aNameOfASession() {
        assertThat(open(128).name()).hasSize(128);
        refused(() -> open(129), "session name of 129 characters, limit 128");
    }

    @Test
    void textsOfAnIncident() {
        assertThat(incident(400, 1_000).evidence()).hasSize(1_000);
        refused(() -> incident(401, 1), "branch 401 of 400, evidence 1 of 1000 characters");
        refused(() -> incident(1, 1_001), "branch 1 of 400, evidence 1001 of 1000 characters");
    }

    @Test
    void aWitness() {
        assertThat(new Witness("w".repeat(128)).isPresent()).isTrue();
        assertThat(Witness.NONE.isPresent()).isFalse();
        refused(() -> new Witness("w".repeat(129)), "witness of 129 characters, limit 128");
    }

    @Test
    void branchesOfADecision() {
        DecidedBranch branch = new DecidedBranch(ORDERS, 0, Witness.NONE);
        assertReadBack(decide(Collections.nCopies(CommandCodec.BRANCHES_MAX, branch)));
        refusedWhenRead(decide(Collections.nCopies(CommandCodec.BRANCHES_MAX + 1, branch)), "limit of 256");
    }

    @Test
    void branchesOfAReport() {
        FinishedBranch branch = new FinishedBranch(new DecidedBranch(ORDERS, 0, Witness.NONE).id(GTRID));
        assertReadBack(new SessionCommand.Finished(Collections.nCopies(CommandCodec.FINISHED_MAX, branch)));
        refusedWhenRead(
                new SessionCommand.Finished(Collections.nCopies(CommandCodec.FINISHED_MAX + 1, branch)),
                "limit of 4096");
    }

    @Test
    void transactionsOfAQuestion() {
        Query longest = new Query.Outcomes(Collections.nCopies(QueryCodec.GTRIDS_MAX, GTRID));
        assertThat(QueryCodec.decode(QueryCodec.encode(longest))).isEqualTo(longest);
        byte[] longer = QueryCodec.encode(new Query.Outcomes(Collections.nCopies(QueryCodec.GTRIDS_MAX + 1, GTRID)));
        assertThatThrownBy(() -> QueryCodec.decode(longer))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining("limit of 10000");
    }

    @Test
    void rowsOfAnAnswer() {
        Answer.OutcomeOf row = new Answer.OutcomeOf(GTRID, Outcome.COMMITTED, Reason.NONE, true);
        Answer longest = new Answer.Outcomes(Collections.nCopies(AnswerCodec.ROWS_MAX, row));
        assertThat(AnswerCodec.decode(AnswerCodec.encode(longest))).isEqualTo(longest);
        byte[] longer = AnswerCodec.encode(new Answer.Outcomes(Collections.nCopies(AnswerCodec.ROWS_MAX + 1, row)));
        assertThatThrownBy(() -> AnswerCodec.decode(longer))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining("limit of 100000");
    }

    @Test
    void commandsOfAnEntry() {
        Entry longest = new Entry(1, Collections.nCopies(EntryCodec.COMMANDS_MAX, new Command.NoteHash()));
        assertThat(EntryCodec.decode(EntryCodec.encode(longest))).isEqualTo(longest);
        byte[] longer = EntryCodec.encode(
                new Entry(1, Collections.nCopies(EntryCodec.COMMANDS_MAX + 1, new Command.NoteHash())));
        assertThatThrownBy(() -> EntryCodec.decode(longer))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining("limit of 4096");
    }

    private static Command.OpenSession open(int nameLength) {
        return new Command.OpenSession(1, 2, SessionKind.CLIENT, "n".repeat(nameLength), 10_000);
    }

    private static SessionCommand.OpenIncident incident(int branchLength, int evidenceLength) {
        return new SessionCommand.OpenIncident(
                IncidentKind.LOST_BRANCH, ORDERS, "b".repeat(branchLength), "e".repeat(evidenceLength));
    }

    private static SessionCommand.Decide decide(List<DecidedBranch> branches) {
        return new SessionCommand.Decide(GTRID, Decision.COMMIT, Reason.NONE, branches);
    }

    private static void assertReadBack(SessionCommand body) {
        Command command = new Command.FromSession(HEADER, body);
        assertThat(CommandCodec.decode(CommandCodec.encode(command))).isEqualTo(command);
    }

    private static void refusedWhenRead(SessionCommand body, String limit) {
        byte[] bytes = CommandCodec.encode(new Command.FromSession(HEADER, body));
        assertThatThrownBy(() -> CommandCodec.decode(bytes))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining(limit);
    }

    private static void refused(ThrowingCallable make, String limit) {
        assertThatThrownBy(make).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(limit);
    }
}
