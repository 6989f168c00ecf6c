package io.nemcon.core.commit;

import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Witness;

/** What is known of one branch while its transaction ends. */
final class BranchState {

    /** Where it is. */
    enum State {
        OPEN,
        READ_ONLY,
        PREPARED,
        UNANSWERED,
        ENDED,
        UNSETTLED,
        MIXED,
        AGAINST_DECISION
    }

    final Participant participant;
    State state = State.OPEN;
    Witness witness = Witness.NONE;

    /** It answered prepare with YES or not at all. */
    boolean wasPrepared;

    /** A step was given out for it and is not answered. */
    boolean asked;

    BranchState(Participant participant) {
        this.participant = participant;
    }

    /** As a decision names it. */
    DecidedBranch named() {
        return new DecidedBranch(participant.resource(), participant.number(), witness);
    }
}
