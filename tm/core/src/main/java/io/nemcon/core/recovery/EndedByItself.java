package io.nemcon.core.recovery;

import io.nemcon.core.protocol.Decision;

/**
 * A branch that its resource ended by itself, as it told when it was to end it. Not thread-safe.
 */
final class EndedByItself {

    /** A resource that does not let go of it is not asked again sooner. */
    private static final long FORGET_REPEAT_MS = 60_000;

    private final Listed listed;
    private final Decision decision;
    private final Heuristic how;
    private final String words;
    private long forgetAskedMs = Long.MIN_VALUE;

    EndedByItself(Listed listed, Decision decision, Heuristic how, String words) {
        this.listed = listed;
        this.decision = decision;
        this.how = how;
        this.words = words;
    }

    Listed listed() {
        return listed;
    }

    Heuristic how() {
        return how;
    }

    boolean asDecided() {
        return how.agreesWith(decision);
    }

    String evidence() {
        return "decided " + decision + ", and the resource had ended it by itself: " + words;
    }

    /** Whether it is time to have it forgotten, for the first time or again. */
    boolean isForgetDue(long nowMs) {
        if (forgetAskedMs != Long.MIN_VALUE && nowMs - forgetAskedMs < FORGET_REPEAT_MS) {
            return false;
        }
        forgetAskedMs = nowMs;
        return true;
    }
}
