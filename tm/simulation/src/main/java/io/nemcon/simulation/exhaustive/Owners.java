package io.nemcon.simulation.exhaustive;

import io.nemcon.core.commit.CommitProtocol;
import io.nemcon.core.commit.Ended;
import io.nemcon.core.commit.Participant;
import io.nemcon.core.commit.Step;
import io.nemcon.core.commit.Told;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The commit protocol of one transaction; begins when the application has asked for the commit. */
final class Owners extends Machines<Owners.Owner, Owners.Output, Owners.View> {

    /** The protocol, and which of its steps are not answered. */
    static final class Owner {
        final CommitProtocol protocol;

        /** Bits by number of branch. */
        int prepareAsked;

        int endAsked;
        boolean commits;
        SessionCommand.@Nullable Decide decides;
        boolean closed;

        Owner(CommitProtocol protocol) {
            this.protocol = protocol;
        }
    }

    /**
     * What the outside sees of a state.
     *
     * @param closed nothing of the transaction is undecided or unanswered here
     * @param commits whether what {@code endAsked} asks for is a commit
     * @param decides the request whose answer it waits for
     */
    record View(
            boolean closed, int prepareAsked, int endAsked, boolean commits, SessionCommand.@Nullable Decide decides) {}

    /**
     * @param told null unless the application is told something
     * @param fault what went wrong in words, or empty
     */
    record Output(Told.@Nullable Kind told, List<SessionCommand> requests, String fault) {}

    static final int TIME_OVER = 8;
    static final int REFUSED = 9;

    /** Its process gives up resolving it, and leaves it to the agents. */
    static final int LEFT = 10;

    private static final int ENDED = 11;
    private static final int DECIDED = 19;
    private static final int REASONS = 16;

    private static final CanonicalText TEXT = new CanonicalText(Set.of());

    private final int transaction;

    Owners(int transaction) {
        super("owner of T" + (transaction + 1), State.OWNER_BITS);
        this.transaction = transaction;
    }

    /** A branch's answer to prepare. */
    enum Prepared {
        YES,
        NO,
        UNANSWERED,
        ONLY_READ
    }

    static int prepared(int number, Prepared answer) {
        return number * Prepared.values().length + answer.ordinal();
    }

    static int ended(int number, Ended ended) {
        return ENDED + number * Ended.values().length + ended.ordinal();
    }

    static int decided(Outcome outcome, Reason reason) {
        return DECIDED + outcome.ordinal() * REASONS + reason.ordinal();
    }

    @Override
    Owner make() {
        Owner owner = new Owner(new CommitProtocol(Cast.gtrid(transaction)));
        List<Participant> participants = new ArrayList<>();
        for (int number = 0; number < Cast.DATABASES; number++) {
            participants.add(new Participant(number, Cast.database(number), true, false));
        }
        take(owner, owner.protocol.commit(participants));
        return owner;
    }

    @Override
    Output step(Owner owner, int input) {
        try {
            return take(owner, give(owner, input));
        } catch (RuntimeException | Error fault) { // of a production class: it is what is looked for
            return new Output(null, List.of(), String.valueOf(fault));
        }
    }

    private List<Step> give(Owner owner, int input) {
        CommitProtocol protocol = owner.protocol;
        if (input >= DECIDED) {
            owner.decides = null;
            int rest = input - DECIDED;
            return protocol.decided(Outcome.values()[rest / REASONS], Reason.values()[rest % REASONS]);
        } else if (input >= ENDED) {
            int number = (input - ENDED) / Ended.values().length;
            owner.endAsked &= ~(1 << number);
            return protocol.branchEnded(number, Ended.values()[(input - ENDED) % Ended.values().length]);
        }
        switch (input) {
            case LEFT -> {
                owner.closed = true;
                return List.of();
            }
            case REFUSED -> {
                owner.decides = null;
                return protocol.decideRefused("a limit");
            }
            case TIME_OVER -> {
                return protocol.timeOver();
            }
            default -> {
                int number = input / Prepared.values().length;
                owner.prepareAsked &= ~(1 << number);
                return prepareAnswered(protocol, number, Prepared.values()[input % Prepared.values().length]);
            }
        }
    }

    private List<Step> prepareAnswered(CommitProtocol protocol, int number, Prepared answer) {
        Vote vote =
                switch (answer) {
                    case YES -> Vote.YES;
                    case NO -> Vote.NO;
                    case ONLY_READ -> Vote.READ_ONLY;
                    case UNANSWERED -> null;
                };
        Witness witness = vote == Vote.YES ? Cast.witness(Cast.branch(transaction, number)) : Witness.NONE;
        return protocol.prepareAnswered(number, vote, witness, "");
    }

    private static Output take(Owner owner, List<Step> steps) {
        Told.Kind told = null;
        List<SessionCommand> requests = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Prepare prepare) {
                owner.prepareAsked |= 1 << prepare.number();
            } else if (step instanceof Step.Commit commit) {
                owner.endAsked |= 1 << commit.number();
                owner.commits = true;
                owner.decides = null;
            } else if (step instanceof Step.Rollback rollback) {
                owner.endAsked |= 1 << rollback.number();
                owner.commits = false;
                owner.decides = null;
            } else if (step instanceof Step.Decide decide) {
                owner.decides = decide.command();
                requests.add(decide.command());
            } else if (step instanceof Step.ReportFinished report) {
                requests.add(report.command());
            } else if (step instanceof Step.Tell tell) {
                told = tell.told().kind();
            } else {
                throw new IllegalStateException("no such step in this scope: " + step);
            }
        }
        owner.closed |= owner.protocol.phase() == CommitProtocol.Phase.DONE;
        return new Output(told, requests, "");
    }

    /** Once it is closed nothing is given to it any more. */
    @Override
    String words(Owner owner) {
        return owner.closed ? "closed" : TEXT.of(owner);
    }

    @Override
    View viewOf(Owner owner) {
        return owner.closed
                ? new View(true, 0, 0, false, null)
                : new View(false, owner.prepareAsked, owner.endAsked, owner.commits, owner.decides);
    }
}
