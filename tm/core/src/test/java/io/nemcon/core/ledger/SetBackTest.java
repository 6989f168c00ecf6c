package io.nemcon.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.OperatorCommand;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.core.protocol.Witness;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger knows of where a database stands, and what it refuses once that one was set back (scenario 69). */
class SetBackTest {

    private static final ResourceName ORDERS = new ResourceName("orders");
    private static final ResourceName STOCK = new ResourceName("stock");

    private final Ledger ledger = new Ledger();
    private SessionId app = new SessionId(1);

    @BeforeEach
    void openOneSession() {
        apply(new Command.FormGroup(Cast.GROUP, Cast.INCARNATION));
        app = ((Result.SessionOpened) apply(new Command.OpenSession(1, 1, SessionKind.CLIENT, "app", 10_000)))
                .session();
        apply(request(new SessionCommand.RegisterAgent(ORDERS, 1)));
    }

    @Test
    void aDatabaseHasReachedTheHighestNumberThatWasDecidedToCommit() {
        decide(1, Decision.COMMIT, ORDERS, "1000");
        decide(2, Decision.COMMIT, ORDERS, "990");
        decide(3, Decision.ABORT, ORDERS, "2000");
        decide(4, Decision.COMMIT, STOCK, "3000");
        decide(5, Decision.COMMIT, ORDERS, "x5000");

        assertThat(standing(ORDERS)).isEqualTo(new Answer.Standing(1000, 0));
        assertThat(standing(STOCK)).as("nobody recovers it").isEqualTo(new Answer.Standing(0, 0));
    }

    @Test
    void aNumberOfMoreDigitsThanATransactionHasIsNone() {
        decide(1, Decision.COMMIT, ORDERS, "9999999999999999999");

        assertThat(standing(ORDERS).mark()).isZero();
    }

    @Test
    void nothingIsCommittedInADatabaseThatWasSetBackUntilAPersonClosesTheIncident() {
        decide(1, Decision.COMMIT, ORDERS, "1000");
        long incident = setBack(ORDERS);

        assertThat(standing(ORDERS)).isEqualTo(new Answer.Standing(1000, incident));
        assertThat(decide(2, Decision.COMMIT, ORDERS, "960"))
                .isInstanceOfSatisfying(Result.Refused.class, refused -> assertThat(refused.why())
                        .contains("orders is suspended by incident " + incident));
        assertThat(decide(2, Decision.ABORT, ORDERS, "960"))
                .isEqualTo(new Result.Decided(Outcome.ABORTED, Reason.APPLICATION));
        assertThat(decide(3, Decision.COMMIT, STOCK, "5")).as("elsewhere").isInstanceOf(Result.Decided.class);
        assertThat(decide(1, Decision.COMMIT, ORDERS, "1000"))
                .as("decided before")
                .isInstanceOfSatisfying(Result.Decided.class, decided -> assertThat(decided.outcome())
                        .isEqualTo(Outcome.COMMITTED));

        apply(new Command.FromOperator(
                "ann", "the lost ones were done again", new OperatorCommand.CloseIncident(incident)));

        assertThat(standing(ORDERS)).as("it counts anew").isEqualTo(new Answer.Standing(0, 0));
        assertThat(decide(4, Decision.COMMIT, ORDERS, "970")).isInstanceOf(Result.Decided.class);
        assertThat(standing(ORDERS)).isEqualTo(new Answer.Standing(970, 0));
    }

    @Test
    void aNodeThatReadsASnapshotKnowsTheSame() {
        decide(1, Decision.COMMIT, ORDERS, "1000");
        long incident = setBack(ORDERS);

        Ledger read = LedgerSnapshot.read(LedgerSnapshot.write(ledger));

        assertThat(read.answer(new Query.Standing(ORDERS))).isEqualTo(new Answer.Standing(1000, incident));
        assertThat(read.hash()).isEqualTo(ledger.hash());
    }

    private Answer.Standing standing(ResourceName resource) {
        return (Answer.Standing) ledger.answer(new Query.Standing(resource));
    }

    private long setBack(ResourceName resource) {
        return ((Result.IncidentOpened) apply(request(new SessionCommand.OpenIncident(
                        IncidentKind.RESOURCE_SET_BACK, resource, "", "950 after 1000"))))
                .incident();
    }

    private Result decide(long sequence, Decision decision, ResourceName resource, String witness) {
        Gtrid gtrid = new Gtrid(Cast.GROUP, Cast.INCARNATION, app, sequence);
        Reason reason = decision == Decision.COMMIT ? Reason.NONE : Reason.APPLICATION;
        return apply(request(new SessionCommand.Decide(
                gtrid, decision, reason, List.of(new DecidedBranch(resource, 1, new Witness(witness))))));
    }

    private Command request(SessionCommand body) {
        return new Command.FromSession(new RequestHeader(app, RequestHeader.IDEMPOTENT, 1, 1), body);
    }

    private Result apply(Command command) {
        long index = ledger.index() + 1;
        return ledger.apply(index, 1, new Entry(index * 1_000, List.of(command)))
                .results()
                .get(0);
    }
}
