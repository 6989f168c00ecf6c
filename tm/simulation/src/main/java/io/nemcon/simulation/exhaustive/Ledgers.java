package io.nemcon.simulation.exhaustive;

import io.nemcon.core.id.SessionId;
import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.SessionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The ledger. An entry that changes nothing leaves no trace, also not in the index: indexes rise by large steps where a
 * session ends, and of the index of an answer only that counts which session had ended by then. All entries have one time:
 * whatever waits for time is due at once, see {@link Scope}.
 */
final class Ledgers extends Machines<Ledgers.Replica, Ledgers.Output, Ledgers.View> {

    /** A ledger, and the index at which a session ended last. */
    static final class Replica {
        final Ledger ledger = new Ledger();
        long lastEnd;
    }

    /** One entry as it becomes durable. */
    record LogEntry(List<Command> commands, long term) {}

    /** @param fault what went wrong in words, or empty */
    record Output(List<Result> results, String fault) {}

    /**
     * What the outside sees of a state.
     *
     * @param agents the sessions of the agents that run
     * @param unrest bits by database: something is unfinished there, or a scan is wanted
     * @param unfinished bits by database
     */
    record View(List<SessionId> agents, int unrest, int unfinished, boolean clientForgotten) {}

    private static final long GRID = 1_000;
    private static final int TTL_MS = 10_000;

    /** Read by nothing but an answer that is made anew here, by an incident, an operator, or while an entry is applied. */
    static final Set<String> LEFT_OUT = Set.of(
            "Ledger.index",
            "Ledger.timeMs",
            "Ledger.notedIndex",
            "Ledger.notedHash",
            "Ledger.position",
            "Transaction.place",
            "Ledger.effects");

    private static final CanonicalText TEXT = new CanonicalText(LEFT_OUT);

    private final Numbered<LogEntry> entries = new Numbered<>();
    private final Scope scope;

    Ledgers(Scope scope) {
        super("ledger", State.LEDGER_BITS);
        this.scope = scope;
    }

    int number(LogEntry entry) {
        return entries.of(entry);
    }

    LogEntry entry(int number) {
        return entries.get(number);
    }

    static Command opens(int agent, int life) {
        return new Command.OpenSession(agent + 1L, life, SessionKind.AGENT, "agent-" + agent, TTL_MS);
    }

    static Command of(SessionId session, SessionCommand body) {
        return new Command.FromSession(new RequestHeader(session, RequestHeader.IDEMPOTENT, 0, 1), body);
    }

    @Override
    Replica make() {
        Replica replica = new Replica();
        apply(replica, List.of(new Command.FormGroup(Cast.GROUP, Cast.INCARNATION)), 1);
        apply(replica, List.of(new Command.OpenSession(0, 0, SessionKind.CLIENT, "client", TTL_MS)), 1);
        for (int database = 0; database < Cast.DATABASES; database++) {
            if (!scope.hasAgent(database)) {
                openAgent(replica, Cast.AGENTS + database, database);
            }
        }
        for (int agent = 0; agent < scope.resourceOfAgent().size(); agent++) {
            openAgent(replica, agent, scope.resourceOfAgent().get(agent));
        }
        return replica;
    }

    private static void openAgent(Replica replica, int agent, int database) {
        Result result = apply(replica, List.of(opens(agent, 1)), 1).get(0);
        SessionId session = ((Result.SessionOpened) result).session();
        apply(replica, List.of(of(session, new SessionCommand.RegisterAgent(Cast.database(database), 1))), 1);
    }

    @Override
    Output step(Replica replica, int input) {
        LogEntry entry = entries.get(input);
        try {
            return new Output(apply(replica, entry.commands(), entry.term()), "");
        } catch (RuntimeException | Error fault) { // of a production class: it is what is looked for
            return new Output(List.of(), String.valueOf(fault));
        }
    }

    private static List<Result> apply(Replica replica, List<Command> commands, long term) {
        Ledger ledger = replica.ledger;
        boolean mayEnd = commands.get(0) instanceof Command.EndSession end
                && ledger.isAlive(end.session())
                && end.proposerTerm() == term;
        long index = mayEnd ? (ledger.index() / GRID + 1) * GRID : ledger.index() + 1;
        List<Result> results = ledger.apply(index, term, new Entry(0, commands)).results();
        if (mayEnd && results.get(0) instanceof Result.Done) {
            replica.lastEnd = index;
        }
        return results;
    }

    @Override
    String words(Replica replica) {
        return TEXT.of(replica);
    }

    @Override
    View viewOf(Replica replica) {
        Ledger ledger = replica.ledger;
        int unfinished = 0;
        int unrest = 0;
        for (int database = 0; database < Cast.DATABASES; database++) {
            Answer.Unfinished here = (Answer.Unfinished) ledger.answer(new Query.Unfinished(Cast.database(database)));
            unfinished |= here.branches().isEmpty() ? 0 : 1 << database;
            unrest |= here.branches().isEmpty() && !here.scanWanted() ? 0 : 1 << database;
        }
        boolean clientForgotten = ledger.outcome(Cast.gtrid(0)) == Outcome.FORGOTTEN;
        return new View(agentsOf(ledger), unrest, unfinished, clientForgotten);
    }

    /** By number, those of databases without another agent behind the two. */
    private static List<SessionId> agentsOf(Ledger ledger) {
        List<SessionId> agents = new ArrayList<>();
        for (int agent = 0; agent < Cast.AGENTS + Cast.DATABASES; agent++) {
            String name = "agent-" + agent;
            agents.add(ledger.aliveSessions().stream()
                    .filter(one -> one.name().equals(name))
                    .map(Answer.SessionInfo::session)
                    .findFirst()
                    .orElse(Cast.CLIENT));
        }
        return agents;
    }

    /** The answer of a leader in that state. */
    Answer answer(int state, Query query) {
        Replica replica = again(state);
        Answer answer = replica.ledger.answer(query);
        return answer instanceof Answer.Unfinished unfinished
                ? new Answer.Unfinished(replica.lastEnd, unfinished.scanWanted(), unfinished.branches())
                : answer;
    }
}
