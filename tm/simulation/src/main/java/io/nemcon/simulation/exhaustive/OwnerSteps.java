package io.nemcon.simulation.exhaustive;

import io.nemcon.core.commit.Ended;
import io.nemcon.core.commit.Told;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.simulation.check.Rule;
import io.nemcon.simulation.exhaustive.Owners.Prepared;
import java.util.List;

/** What the client does, as {@code Completion} and {@code DecideUntilKnown} do it, and its crash. */
final class OwnerSteps {

    private static final int CALM = 20;

    private final Move move;
    private final World world;
    private final GroupSteps group;
    private final DatabaseSteps databases;

    OwnerSteps(Move move, GroupSteps group, DatabaseSteps databases) {
        this.move = move;
        this.world = move.world;
        this.group = group;
        this.databases = databases;
    }

    static boolean isCommitSent(Requests requests, int set, int transaction) {
        for (long bodies = requests.bodiesOf(set); bodies != 0; bodies &= bodies - 1) {
            if (requests.body(Long.numberOfTrailingZeros(bodies)) instanceof SessionCommand.Decide decide
                    && decide.decision() == Decision.COMMIT
                    && Cast.transactionOf(decide.gtrid()) == transaction) {
                return true;
            }
        }
        return false;
    }

    void all() {
        if (move.at.clientCrashed) {
            return;
        }
        for (int transaction = 0; transaction < Cast.TRANSACTIONS; transaction++) {
            Owners.View view = world.owners.get(transaction).view(move.at.owner[transaction]);
            if (view.closed()) {
                isAsked(transaction);
            } else {
                prepare(transaction, view);
                decide(transaction, view);
                end(transaction, view);
            }
        }
        crash();
    }

    private boolean mayHaveTrouble() {
        return move.at.troubles < world.scope.troublesMax();
    }

    // ---- phase one

    private void prepare(int transaction, Owners.View view) {
        for (int database = 0; database < Cast.DATABASES; database++) {
            if ((view.prepareAsked() & 1 << database) != 0) {
                int branch = Cast.branch(transaction, database);
                prepared(branch, Prepared.YES, State.PREPARED, StepKind.PREPARED);
                if (mayHaveTrouble()) {
                    prepared(branch, Prepared.NO, State.ROLLED_BACK, StepKind.REFUSES);
                    prepared(branch, Prepared.UNANSWERED, State.WORKING, StepKind.UNANSWERED);
                    prepared(branch, Prepared.ONLY_READ, State.ONLY_READ, StepKind.ONLY_READ);
                }
            }
        }
    }

    private void prepared(int branch, Prepared answer, int there, StepKind kind) {
        State next = move.begin();
        if (there == State.PREPARED) {
            next.prepared(branch);
        } else {
            next.branch(branch, there);
        }
        if (answer == Prepared.UNANSWERED) {
            next.latePrepares |= 1 << branch;
        }
        if (answer == Prepared.NO) {
            databases.checkWhole(next, branch);
        }
        next.troubles += answer == Prepared.YES ? 0 : 1;
        give(next, branch / Cast.DATABASES, Owners.prepared(branch % Cast.DATABASES, answer));
        move.done(kind, branch, answer == Prepared.YES ? CALM : Move.NEVER);
    }

    // ---- the decision

    private void decide(int transaction, Owners.View view) {
        SessionCommand.Decide decides = view.decides();
        if (decides == null) {
            return;
        }
        decided(transaction, decides, false);
        boolean isTold = move.at.told(transaction) != State.NOBODY;
        if (isTold && mayHaveTrouble()) {
            decided(transaction, decides, true);
        }
        if (!isTold && mayHaveTrouble()) {
            State next = move.begin();
            next.troubles++;
            give(next, transaction, Owners.TIME_OVER);
            move.done(StepKind.TIME_OVER, transaction, Move.NEVER);
        }
        if (decides.decision() == Decision.COMMIT && mayHaveTrouble()) {
            State next = move.begin();
            next.troubles++;
            give(next, transaction, Owners.REFUSED);
            move.done(StepKind.REFUSED, transaction, Move.NEVER);
        }
    }

    private void decided(int transaction, SessionCommand.Decide decides, boolean left) {
        State next = move.begin();
        Outcome before = next.outcome(transaction);
        Result result = group.apply(next, world.requests.entry(world.requests.body(decides), next.term()));
        if (!(result instanceof Result.Decided decided) || decided.outcome() == Outcome.PENDING) {
            move.violated(Rule.SOUND, "DECIDE is answered " + result); // in this scope no limit is reached
            move.done(StepKind.DECIDED, transaction, CALM);
            return;
        }
        coverAnswer(decides, before, decided);
        if (left) {
            next.troubles++;
            give(next, transaction, Owners.LEFT);
        } else {
            give(next, transaction, Owners.decided(decided.outcome(), decided.reason()));
        }
        move.detail(decided);
        move.done(left ? StepKind.DECIDED_AND_LEFT : StepKind.DECIDED, transaction, left ? Move.NEVER : CALM);
    }

    private void coverAnswer(SessionCommand.Decide decides, Outcome before, Result.Decided decided) {
        boolean commit = decides.decision() == Decision.COMMIT;
        State at = move.at;
        if (commit && decided.reason() == Reason.SESSION_ENDED) {
            move.cover(Cover.ABORTED_BY_SESSION_END);
        }
        if (commit && decided.outcome() == Outcome.COMMITTED && at.session == State.ENDED) {
            move.cover(Cover.COMMITTED_AFTER_SESSION_END);
        }
        if (before == Outcome.COMMITTED && at.leaderLost) {
            move.cover(Cover.LEADER_LOST_BEFORE_REPLY);
        }
        if (!commit && decided.outcome() == Outcome.COMMITTED) {
            move.cover(Cover.REFUSED_AND_COMMITTED);
        }
        boolean isTold = at.told(Cast.transactionOf(decides.gtrid())) == State.TOLD_UNKNOWN;
        if (isTold && decided.outcome() == Outcome.COMMITTED) {
            move.cover(Cover.TOLD_UNKNOWN_THEN_COMMITTED);
        }
    }

    // ---- phase two, and rollback

    private void end(int transaction, Owners.View view) {
        for (int database = 0; database < Cast.DATABASES; database++) {
            if ((view.endAsked() & 1 << database) == 0) {
                continue;
            }
            int branch = Cast.branch(transaction, database);
            State next = move.begin();
            if (view.commits()) {
                databases.commit(next, branch);
            } else {
                databases.undo(next, branch);
            }
            give(next, transaction, Owners.ended(database, verified(next.branch(branch))));
            move.done(StepKind.ENDED, branch, CALM);
            if (mayHaveTrouble()) {
                unsettled(branch, view.commits());
            }
        }
    }

    private static Ended verified(int there) {
        return switch (there) {
            case State.COMMITTED -> Ended.COMMITTED;
            case State.ROLLED_BACK -> Ended.ROLLED_BACK;
            default -> Ended.UNSETTLED;
        };
    }

    private void unsettled(int branch, boolean commits) {
        State next = move.begin();
        next.troubles++;
        sendLate(next, branch, commits);
        give(next, branch / Cast.DATABASES, Owners.ended(branch % Cast.DATABASES, Ended.UNSETTLED));
        move.done(StepKind.UNSETTLED, branch, Move.NEVER);
    }

    /** Under way; of a branch that has ended it can do nothing. */
    static void sendLate(State next, int branch, boolean commits) {
        int there = next.branch(branch);
        if (there != State.PREPARED && there != State.WORKING) {
            return;
        }
        if (commits) {
            next.lateCommits |= 1 << branch;
        } else {
            next.lateRollbacks |= 1 << branch;
        }
    }

    // ---- the machine

    private void give(State next, int transaction, int input) {
        Owners machines = world.owners.get(transaction);
        int before = next.owner[transaction];
        Owners.Output output = machines.output(before, input);
        next.owner[transaction] = machines.next(before, input);
        move.faultIf(output.fault());
        send(next, output.requests());
        if (machines.view(next.owner[transaction]).closed()) {
            next.lowest = lowest(next);
        }
        Told.Kind told = output.told();
        if (told != null) {
            tell(next, transaction, told);
        }
    }

    private void send(State next, List<SessionCommand> requests) {
        for (SessionCommand request : requests) {
            next.requests = world.requests.with(next.requests, world.requests.body(request));
        }
    }

    private int lowest(State next) {
        for (int transaction = 0; transaction < Cast.TRANSACTIONS; transaction++) {
            if (!world.owners.get(transaction).view(next.owner[transaction]).closed()) {
                return transaction + 1;
            }
        }
        return Cast.TRANSACTIONS + 1;
    }

    /** P3. */
    private void tell(State next, int transaction, Told.Kind told) {
        move.detail(told);
        move.violatedIf(next.told(transaction) != State.NOBODY, Rule.SOUND, () -> "the application is told twice");
        boolean someCommitted = has(next, transaction, State.COMMITTED);
        boolean someNot = has(next, transaction, State.PREPARED) || has(next, transaction, State.WORKING);
        boolean isDecided = next.outcome(transaction) == Outcome.COMMITTED;
        switch (told) {
            case COMMITTED -> {
                next.told(transaction, State.TOLD_COMMITTED);
                move.violatedIf(
                        has(next, transaction, State.ROLLED_BACK) || someNot && !isDecided,
                        Rule.P3,
                        () -> "the application is told COMMITTED, and it is not");
            }
            case ROLLED_BACK -> {
                next.told(transaction, State.TOLD_ROLLED_BACK);
                move.violatedIf(
                        someCommitted || isDecided,
                        Rule.P3,
                        () -> "the application is told ROLLED_BACK, and it is not");
            }
            case UNKNOWN -> next.told(transaction, State.TOLD_UNKNOWN);
            case MIXED, HEURISTIC_ROLLBACK, HEURISTIC_COMMIT ->
                move.violated(Rule.P3, "the application is told " + told + ", and nobody interfered");
        }
    }

    private static boolean has(State next, int transaction, int there) {
        for (int database = 0; database < Cast.DATABASES; database++) {
            if (next.branch(Cast.branch(transaction, database)) == there) {
                return true;
            }
        }
        return false;
    }

    // ---- inquiry and crash

    /** {@code SessionNews.abortUnknown}. */
    private void isAsked(int transaction) {
        if (!world.requests.hasInquiry(move.at.requests, transaction)) {
            return;
        }
        State next = move.begin();
        send(
                next,
                List.of(new SessionCommand.Decide(
                        Cast.gtrid(transaction), Decision.ABORT, Reason.OWNER_UNKNOWN, List.of())));
        if (next.outcome(transaction) == Outcome.PENDING) {
            move.cover(Cover.OWNER_ABORTS_UNKNOWN);
        }
        move.done(StepKind.OWNER_ASKED, transaction, CALM);
    }

    /** What it was about to ask of a database may be under way. */
    private void crash() {
        State next = move.begin();
        for (int transaction = 0; transaction < Cast.TRANSACTIONS; transaction++) {
            Owners.View view = world.owners.get(transaction).view(next.owner[transaction]);
            for (int database = 0; database < Cast.DATABASES; database++) {
                int branch = Cast.branch(transaction, database);
                if ((view.prepareAsked() & 1 << database) != 0) {
                    next.latePrepares |= 1 << branch;
                }
                if ((view.endAsked() & 1 << database) != 0) {
                    sendLate(next, branch, view.commits());
                }
            }
            next.owner[transaction] = State.GONE;
        }
        next.clientCrashed = true;
        move.done(StepKind.CLIENT_CRASHES, 0, Move.NEVER);
    }
}
