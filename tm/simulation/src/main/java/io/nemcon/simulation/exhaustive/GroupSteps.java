package io.nemcon.simulation.exhaustive;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.simulation.check.Rule;
import java.util.List;

/** What the leader does: applies what was sent to it, ends and forgets the client's session, is lost. */
final class GroupSteps {

    private static final int ENDS_CALM = 30;

    private final Move move;
    private final World world;
    private final int started;

    /** By term; the first one is proposed in term 1 and applied in term 2. */
    private final int[] expiry = new int[3];

    private final int[] words = new int[4 * 3];
    private final int[] forget = new int[3];
    private final LongMap answers = new LongMap();
    private final Numbered<Answer> answered = new Numbered<>();
    private final Numbered<Query> queries = new Numbered<>();

    /** By database. */
    private final int[] unfinished = new int[Cast.DATABASES];

    /** By bits of transactions. */
    private final int[] outcomes = new int[1 << Cast.TRANSACTIONS];

    GroupSteps(Move move) {
        this.move = move;
        this.world = move.world;
        for (int term = 1; term <= 2; term++) {
            expiry[term] = entry(term, new Command.EndSession(Cast.CLIENT, EndReason.EXPIRED, term));
            forget[term] = entry(term, new Command.ForgetExpired(0));
            for (int word = 2; word <= 3; word++) {
                RequestHeader header = new RequestHeader(Cast.CLIENT, RequestHeader.IDEMPOTENT, 0, word);
                words[4 * (term - 1) + word] =
                        entry(term, new Command.FromSession(header, new SessionCommand.Finished(List.of())));
            }
        }
        for (int database = 0; database < Cast.DATABASES; database++) {
            unfinished[database] = queries.of(new Query.Unfinished(Cast.database(database)));
        }
        for (int transactions = 0; transactions < outcomes.length; transactions++) {
            outcomes[transactions] = queries.of(Agents.outcomesOf(transactions));
        }
        started = entry(2, new Command.LeaderStarted());
        expiry[0] = entry(2, new Command.EndSession(Cast.CLIENT, EndReason.EXPIRED, 1));
    }

    private int entry(long term, Command command) {
        return world.ledgers.number(new Ledgers.LogEntry(List.of(command), term));
    }

    void all() {
        State at = move.at;
        for (long bodies = world.requests.bodiesOf(at.requests); bodies != 0; bodies &= bodies - 1) {
            int body = Long.numberOfTrailingZeros(bodies);
            apply(move.begin(), world.requests.entry(body, at.term()));
            move.done(StepKind.REQUEST_APPLIED, body, Move.NEVER);
        }
        for (int word = at.watermark + 1; word <= at.lowest; word++) {
            if (word != 2 || at.lowest != 3 || world.scope.transactions() > 1) {
                watermark(word);
            }
        }
        sessionEnds();
        if (!at.leaderLost) {
            State next = move.begin();
            next.leaderLost = true;
            apply(next, started);
            move.done(StepKind.LEADER_LOST, 0, Move.NEVER);
        }
        forget();
    }

    private void watermark(int word) {
        State next = move.begin();
        for (int transaction = 0; transaction < Cast.TRANSACTIONS; transaction++) {
            if (transaction + 1 < word && next.outcome(transaction) == Outcome.PENDING) {
                move.cover(Cover.WATERMARK_ABORTS);
            }
        }
        apply(next, words[4 * (next.term() - 1) + word]);
        move.done(StepKind.WATERMARK, word, Move.NEVER);
    }

    private void sessionEnds() {
        if (move.at.session == State.ALIVE) {
            State next = move.begin();
            apply(next, expiry[next.term()]);
            move.done(StepKind.SESSION_ENDS, 0, next.clientCrashed ? ENDS_CALM : Move.NEVER);
        }
        if (move.at.leaderLost && move.at.session == State.ALIVE) {
            State next = move.begin();
            Result result = apply(next, expiry[0]);
            move.violatedIf(
                    !(result instanceof Result.NotApplicable),
                    Rule.P9,
                    () -> "the lost leader's expiry counts: " + result);
            move.cover(Cover.STALE_EXPIRY_IS_VOID);
            move.done(StepKind.STALE_EXPIRY, 0, Move.NEVER);
        }
    }

    /** No transaction, PREPARE or round lives as long as outcomes are kept, and what is prepared late is found sooner. */
    private void forget() {
        State at = move.at;
        if (!world.scope.forgets() || at.session != State.ENDED || at.latePrepares != 0 || at.preparedLate) {
            return;
        }
        for (int transaction = 0; transaction < Cast.TRANSACTIONS; transaction++) {
            if (!at.clientCrashed
                    && !world.owners
                            .get(transaction)
                            .view(at.owner[transaction])
                            .closed()) {
                return;
            }
        }
        for (int agent = 0; agent < world.scope.resourceOfAgent().size(); agent++) {
            if (world.agentsOf(agent).view(at.agent[agent]).amidRound()) {
                return;
            }
        }
        State next = move.begin();
        apply(next, forget[next.term()]);
        if (world.ledgers.view(next.ledger).clientForgotten()) {
            next.session = State.FORGOTTEN;
            move.cover(Cover.FORGOTTEN);
        }
        move.done(StepKind.FORGOTTEN, 0, Move.NEVER);
    }

    /** Commands of one entry, durable and applied; the result of the first. */
    Result apply(State next, Command... commands) {
        return apply(next, world.ledgers.number(new Ledgers.LogEntry(List.of(commands), next.term())));
    }

    /** The same by the entry's number. */
    Result apply(State next, int entry) {
        Ledgers.Output output = world.ledgers.output(next.ledger, entry);
        next.ledger = world.ledgers.next(next.ledger, entry);
        move.faultIf(output.fault());
        if (!output.fault().isEmpty()) {
            return new Result.NotApplicable();
        }
        Ledgers.LogEntry durable = world.ledgers.entry(entry);
        for (int i = 0; i < durable.commands().size(); i++) {
            read(next, durable.commands().get(i), output.results().get(i), durable.term());
        }
        Result first = output.results().get(0);
        move.detail(first);
        return first;
    }

    /** What the log says from here on, read apart from the ledger's code, and whether the result is that. */
    private void read(State next, Command command, Result result, long term) {
        if (command instanceof Command.EndSession end && end.session().equals(Cast.CLIENT)) {
            if (end.reason() != EndReason.EXPIRED || end.proposerTerm() == term) {
                next.session = Math.max(next.session, State.ENDED);
            }
        } else if (command instanceof Command.FromSession from) {
            if (from.body() instanceof SessionCommand.Decide decide) {
                decide(next, decide, result);
            } else if (from.body() instanceof SessionCommand.Finished finished) {
                finished.branches().forEach(one -> checkFinished(next, one));
            }
            if (from.header().session().equals(Cast.CLIENT) && next.session == State.ALIVE) {
                next.watermark = Math.max(next.watermark, (int) from.header().watermark());
            }
        }
    }

    private void decide(State next, SessionCommand.Decide decide, Result result) {
        int transaction = Cast.transactionOf(decide.gtrid());
        boolean first = next.outcome(transaction) == Outcome.PENDING;
        if (first) {
            next.decide(transaction, decide.decision() == Decision.COMMIT);
            if (decide.decision() == Decision.COMMIT) {
                checkCommit(next, transaction, decide);
            }
        } else {
            move.cover(Cover.ANSWERED_AGAIN);
        }
        if (result instanceof Result.Decided decided) {
            checkOutcome(next, decide.gtrid(), decided.outcome());
        }
    }

    /** P2, and P3 of who was told already. */
    private void checkCommit(State next, int transaction, SessionCommand.Decide decide) {
        for (int database = 0; database < Cast.DATABASES; database++) {
            int branch = Cast.branch(transaction, database);
            int there = next.branch(branch);
            int number = database;
            boolean named =
                    decide.branches().stream().map(DecidedBranch::number).anyMatch(one -> one == number);
            move.violatedIf(
                    there != State.ONLY_READ && (there != State.PREPARED || !named),
                    Rule.P2,
                    () -> Cast.words(branch) + (named ? " is not prepared" : " is not named")
                            + " when COMMIT is decided");
        }
        move.violatedIf(
                next.told(transaction) == State.TOLD_ROLLED_BACK,
                Rule.P3,
                () -> "COMMIT of T" + (transaction + 1)
                        + " is decided, and the application was told that it is rolled back");
    }

    private void checkFinished(State next, FinishedBranch finished) {
        int branch = Cast.branchOf(finished.branch());
        int there = next.branch(branch);
        boolean commit = next.outcome(branch / Cast.DATABASES) == Outcome.COMMITTED;
        move.violatedIf(
                commit && there != State.COMMITTED,
                Rule.P15,
                () -> Cast.words(branch) + " is reported finished, decided COMMIT, and is not committed");
    }

    /** P5. */
    private void checkOutcome(State next, Gtrid gtrid, Outcome said) {
        int transaction = Cast.transactionOf(gtrid);
        Outcome truth = next.outcome(transaction);
        boolean forgotten = said == Outcome.FORGOTTEN && next.session == State.FORGOTTEN;
        move.violatedIf(
                said != truth && !forgotten,
                Rule.P5,
                () -> "the ledger says " + said + " of T" + (transaction + 1) + ", the log says " + truth);
    }

    int unfinishedOf(int database) {
        return unfinished[database];
    }

    int outcomesOf(int transactions) {
        return outcomes[transactions];
    }

    /** The number of a linearizable answer. */
    int ask(State at, int query) {
        long key = (long) at.ledger << Integer.SIZE | query;
        long known = answers.get(key);
        if (known == LongMap.NONE) {
            known = answered.of(world.ledgers.answer(at.ledger, queries.get(query)));
            answers.put(key, known);
        }
        return (int) known;
    }

    Answer answer(State at, int answer) {
        Answer said = answered.get(answer);
        if (said instanceof Answer.Outcomes outcomes) {
            outcomes.outcomes().forEach(one -> checkOutcome(at, one.gtrid(), one.outcome()));
        }
        move.detail(said);
        return said;
    }
}
