package io.nemcon.core.recovery;

import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.IncidentKind;

/** How a resource ended a branch by itself, without waiting for the decision (XA 3.3, heuristic completion). */
public enum Heuristic {
    COMMITTED(IncidentKind.HEURISTIC_COMMIT),
    ROLLED_BACK(IncidentKind.HEURISTIC_ROLLBACK),
    /** Partly each way, or the resource can't say which: XA_HEURMIX and XA_HEURHAZ. */
    MIXED(IncidentKind.HEURISTIC_MIXED);

    private final IncidentKind againstDecision;

    Heuristic(IncidentKind againstDecision) {
        this.againstDecision = againstDecision;
    }

    /** Whether it is what was decided. */
    boolean agreesWith(Decision decision) {
        return switch (this) {
            case COMMITTED -> decision == Decision.COMMIT;
            case ROLLED_BACK -> decision == Decision.ABORT;
            case MIXED -> false;
        };
    }

    /** The incident that it is where it is not what was decided. */
    IncidentKind againstDecision() {
        return againstDecision;
    }
}
