package io.nemcon.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.FinishedBranch;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each limit refuses by its name, changes nothing, and lets in again when there is room (scenario 14b). */
class LimitsTest {

    private static final ResourceName ORDERS = new ResourceName("orders");

    private final Ledger ledger = new Ledger();
    private SessionId app = new SessionId(1);

    @BeforeEach
    void openOneSession() {
        apply(new Command.FormGroup(Cast.GROUP, 1));
        app = ((Result.SessionOpened) apply(open(0))).session();
    }

    @Test
    void sessions() {
        applyAll(Limits.SESSIONS_ALIVE_MAX - 1, i -> open(i + 1));
        assertThat(refusal(open(-1))).contains("sessionsAliveMax of 100000");
        assertThat(apply(open(0))).isEqualTo(new Result.SessionOpened(app));
        apply(new Command.EndSession(app, EndReason.CLOSED, 1));
        assertThat(apply(open(-1))).isInstanceOf(Result.SessionOpened.class);
        assertThat(restored().hash()).isEqualTo(ledger.hash());
    }

    @Test
    void resources() {
        applyAll(
                Limits.RESOURCES_MAX, i -> request(0, new SessionCommand.RegisterAgent(new ResourceName("db" + i), 1)));
        assertThat(refusal(request(0, new SessionCommand.RegisterAgent(ORDERS, 1))))
                .contains("resourcesMax of 10000");
        assertThat(apply(request(0, new SessionCommand.RegisterAgent(new ResourceName("db7"), 1))))
                .isEqualTo(new Result.AgentRegistered(true));
        assertThat(restored().hash()).isEqualTo(ledger.hash());
    }

    @Test
    void agentsOfAResource() {
        applyAll(Limits.AGENTS_PER_RESOURCE_MAX + 1, i -> open(i + 1));
        List<SessionId> agents =
                ledger.aliveSessions().stream().map(Answer.SessionInfo::session).toList();
        SessionCommand register = new SessionCommand.RegisterAgent(ORDERS, 1);
        applyAll(Limits.AGENTS_PER_RESOURCE_MAX, i -> request(agents.get(i), 0, register));
        SessionId late = agents.get(Limits.AGENTS_PER_RESOURCE_MAX);
        assertThat(refusal(request(late, 0, register)))
                .contains("agentsPerResourceMax of 10000")
                .contains("orders");
        assertThat(apply(request(app, 0, register))).isEqualTo(new Result.AgentRegistered(true));
        apply(request(app, 0, new SessionCommand.UnregisterAgent(ORDERS, 2)));
        assertThat(apply(request(late, 0, register))).isEqualTo(new Result.AgentRegistered(false));
    }

    @Test
    void incidents() {
        IntFunction<Command> incident =
                i -> request(0, new SessionCommand.OpenIncident(IncidentKind.LOST_BRANCH, ORDERS, "b" + i, ""));
        applyAll(Limits.INCIDENTS_OPEN_MAX, incident);
        assertThat(refusal(incident.apply(-1))).contains("incidentsOpenMax of 100000");
        assertThat(apply(incident.apply(5))).isInstanceOf(Result.IncidentOpened.class);
        assertThat(restored().hash()).isEqualTo(ledger.hash());
    }

    @Test
    void closedIncidentsMakeRoomForEachOther() {
        applyAll(Limits.INCIDENTS_CLOSED_MAX + 1, i -> incident("b" + i));
        long first = idOf("b1");
        apply(close(first));
        List<Long> others = IntStream.rangeClosed(0, Limits.INCIDENTS_CLOSED_MAX)
                .filter(i -> i != 1)
                .mapToObj(i -> idOf("b" + i))
                .toList();
        assertThat(apply(close(first))).as("a repeat").isEqualTo(new Result.Done());
        applyAll(others.size(), i -> close(others.get(i)));
        assertThat(refusal(close(first))).contains("before the newest 10000");
        assertThat(apply(close(others.get(0)))).isEqualTo(new Result.Done());
        assertThat(restored().hash()).isEqualTo(ledger.hash());
    }

    private long idOf(String branch) {
        return ((Result.IncidentOpened) apply(incident(branch))).incident();
    }

    private Command incident(String branch) {
        return request(0, new SessionCommand.OpenIncident(IncidentKind.LOST_BRANCH, ORDERS, branch, ""));
    }

    private static Command close(long incident) {
        return new Command.FromOperator("ann", "repaired", new OperatorCommand.CloseIncident(incident));
    }

    @Test
    void resolutions() {
        applyAll(Limits.RESOLUTIONS_MAX, i -> rollBack(i + 1));
        assertThat(refusal(rollBack(Limits.RESOLUTIONS_MAX + 1))).contains("resolutionsMax of 100000");
        assertThat(apply(rollBack(7))).isEqualTo(new Result.Decided(Outcome.ABORTED, Reason.OPERATOR));
        assertThat(restored().hash()).isEqualTo(ledger.hash());
    }

    private Command rollBack(long sequence) {
        return new Command.FromOperator("ann", "late", new OperatorCommand.Resolve(gtrid(sequence), Decision.ABORT));
    }

    @Test
    void rowsOfAPage() {
        applyAll(Query.PAGE_ROWS_MAX + 1, i -> incident("b" + i));
        Answer.Incidents page = (Answer.Incidents) ledger.answer(Query.Incidents.open());
        assertThat(page.incidents()).hasSize(Query.PAGE_ROWS_MAX);
        assertThat(page.more()).isTrue();
        long last = page.incidents().get(Query.PAGE_ROWS_MAX - 1).incident();
        Answer.Incidents rest = (Answer.Incidents) ledger.answer(new Query.Incidents(last, 1, false));
        assertThat(rest.incidents()).hasSize(1);
        assertThat(rest.more()).isFalse();
        assertThatThrownBy(() -> new Query.Incidents(0, Query.PAGE_ROWS_MAX + 1, false))
                .hasMessageContaining("pageRowsMax is 1000");
    }

    @Test
    void wordsOfAnOperator() {
        OperatorCommand body = new OperatorCommand.CloseIncident(1);
        assertThatThrownBy(() -> new Command.FromOperator("ann", " ", body)).hasMessage("the reason is empty");
        assertThatThrownBy(() -> new Command.FromOperator("ann", "x".repeat(501), body))
                .hasMessage("the reason has 501 characters, limit 500");
        assertThatThrownBy(() -> new Command.FromOperator("", "x", body)).hasMessageContaining("is empty");
        assertThatThrownBy(() -> new Command.FromOperator("ann", "a\nWARN forged", body))
                .hasMessage("the reason is not one line of text");
    }

    @Test
    void resultsThatNobodyAcknowledges() {
        IntFunction<Command> register = i -> request(i + 1, new SessionCommand.RegisterAgent(ORDERS, 1));
        applyAll(Limits.RESULTS_PER_SESSION_MAX, register);
        assertThat(refusal(register.apply(Limits.RESULTS_PER_SESSION_MAX)))
                .contains("resultsPerSessionMax of 10000")
                .contains("acknowledges nothing");
        assertThat(apply(register.apply(3))).isEqualTo(new Result.AgentRegistered(true));
        assertThat(restored().hash()).isEqualTo(ledger.hash());
    }

    /** The word that makes room comes with the request that needs it. */
    @Test
    void aRequestThatAcknowledgesMakesItsOwnRoom() {
        SessionCommand register = new SessionCommand.RegisterAgent(ORDERS, 1);
        applyAll(Limits.RESULTS_PER_SESSION_MAX, i -> request(i + 1, register));
        RequestHeader acknowledging =
                new RequestHeader(app, Limits.RESULTS_PER_SESSION_MAX + 1, Limits.RESULTS_PER_SESSION_MAX + 1, 1);
        assertThat(apply(new Command.FromSession(acknowledging, register))).isEqualTo(new Result.AgentRegistered(true));
    }

    @Test
    void branchesOfATransaction() {
        assertThat(refusal(commit(1, CommandCodec.BRANCHES_MAX + 1))).contains("branchesMax of 256");
        assertThat(ledger.outcome(gtrid(1))).isEqualTo(Outcome.PENDING);
        assertThat(apply(commit(1, CommandCodec.BRANCHES_MAX)))
                .isEqualTo(new Result.Decided(Outcome.COMMITTED, Reason.NONE));
        assertThat(((Answer.Unfinished) ledger.answer(new Query.Unfinished(ORDERS))).branches())
                .hasSize(CommandCodec.BRANCHES_MAX);
        assertThat(restored().hash()).isEqualTo(ledger.hash());
    }

    /** COMMIT is refused by its limit; ABORT never is, or what is prepared would stay so for good. */
    @Test
    void unfinishedTransactions() {
        List<DecidedBranch> branches = List.of(new DecidedBranch(ORDERS, 0, Witness.NONE));
        applyAll(Limits.UNFINISHED_TRANSACTIONS_MAX, i -> decide(i + 1, Decision.COMMIT, branches));
        long next = Limits.UNFINISHED_TRANSACTIONS_MAX + 1L;
        assertThat(refusal(decide(next, Decision.COMMIT, branches))).contains("unfinishedTransactionsMax of 1000000");
        assertThat(ledger.outcome(gtrid(next))).isEqualTo(Outcome.PENDING);

        assertThat(apply(decide(next, Decision.ABORT, branches)))
                .isEqualTo(new Result.Decided(Outcome.ABORTED, Reason.NONE));
        assertThat(ledger.outcome(gtrid(next))).isEqualTo(Outcome.ABORTED);
        assertThat(apply(decide(next, Decision.COMMIT, branches)))
                .isEqualTo(new Result.Decided(Outcome.ABORTED, Reason.NONE));
        assertThat(ledger.counts().unfinished()).isEqualTo(Limits.UNFINISHED_TRANSACTIONS_MAX);

        apply(request(
                0,
                new SessionCommand.Finished(
                        List.of(new FinishedBranch(branches.get(0).id(gtrid(1)))))));
        assertThat(apply(decide(next + 1, Decision.COMMIT, branches)))
                .isEqualTo(new Result.Decided(Outcome.COMMITTED, Reason.NONE));
        apply(new Command.EndSession(app, EndReason.CLOSED, 1));
        assertThat(ledger.outcome(gtrid(next))).isEqualTo(Outcome.ABORTED);
    }

    @Test
    void theTtlOfASession() {
        assertThat(refusal(openFor(Limits.SESSION_TTL_MS_MIN - 1))).contains("99 ms", "sessionTtlMsMin of 100");
        assertThat(refusal(openFor(Limits.SESSION_TTL_MS_MAX + 1)))
                .contains("3600001 ms", "sessionTtlMsMax of 3600000");
        assertThat(refusal(openFor(-1))).contains("-1 ms");
        assertThat(apply(openFor(Limits.SESSION_TTL_MS_MIN))).isInstanceOf(Result.SessionOpened.class);
        assertThat(apply(openFor(Limits.SESSION_TTL_MS_MAX))).isInstanceOf(Result.SessionOpened.class);
    }

    private static Command openFor(int ttlMs) {
        return new Command.OpenSession(ttlMs, 1, SessionKind.CLIENT, "app", ttlMs);
    }

    private Command decide(long sequence, Decision decision, List<DecidedBranch> branches) {
        return request(0, new SessionCommand.Decide(gtrid(sequence), decision, Reason.NONE, branches));
    }

    private Command commit(long sequence, int branches) {
        List<DecidedBranch> decided = IntStream.range(0, branches)
                .mapToObj(number -> new DecidedBranch(ORDERS, number, Witness.NONE))
                .toList();
        return request(0, new SessionCommand.Decide(gtrid(sequence), Decision.COMMIT, Reason.NONE, decided));
    }

    private Gtrid gtrid(long sequence) {
        return new Gtrid(Cast.GROUP, 1, app, sequence);
    }

    private static Command open(int key) {
        return new Command.OpenSession(key, 0, SessionKind.CLIENT, "app", 10_000);
    }

    private Command request(long number, SessionCommand body) {
        return request(app, number, body);
    }

    private static Command request(SessionId session, long number, SessionCommand body) {
        return new Command.FromSession(new RequestHeader(session, number, 1, 1), body);
    }

    private String refusal(Command command) {
        Result result = apply(command);
        assertThat(result).isInstanceOf(Result.Refused.class);
        return ((Result.Refused) result).why();
    }

    private Result apply(Command command) {
        return ledger.apply(ledger.index() + 1, 1, new Entry(1, List.of(command)))
                .results()
                .get(0);
    }

    /** Each of them must be taken. */
    private void applyAll(int count, IntFunction<Command> command) {
        for (int from = 0; from < count; from += 4_000) {
            List<Command> commands = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + 4_000); i++) {
                commands.add(command.apply(i));
            }
            assertThat(ledger.apply(ledger.index() + 1, 1, new Entry(1, commands))
                            .results())
                    .noneMatch(result -> result instanceof Result.Refused);
        }
    }

    private Ledger restored() {
        return LedgerSnapshot.read(LedgerSnapshot.write(ledger));
    }
}
