package io.nemcon.client.branch;

import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import org.jspecify.annotations.Nullable;

/**
 * What a branch answered to prepare.
 *
 * @param vote null if there was no answer and the database could not settle it: the branch may be prepared now or later
 * @param witness what will prove a commit of this branch; only with YES
 * @param why for NO and for no answer, in words
 * @param cause what the driver threw, for the application; null if nothing was
 */
public record PrepareAnswer(
        @Nullable Vote vote,
        Witness witness,
        String why,
        @Nullable Throwable cause) {

    public static final PrepareAnswer READ_ONLY = new PrepareAnswer(Vote.READ_ONLY, Witness.NONE, "", null);

    public static PrepareAnswer yes(Witness witness) {
        return new PrepareAnswer(Vote.YES, witness, "", null);
    }

    public static PrepareAnswer no(String why) {
        return no(why, null);
    }

    public static PrepareAnswer no(String why, @Nullable Throwable cause) {
        return new PrepareAnswer(Vote.NO, Witness.NONE, why, cause);
    }

    public static PrepareAnswer unanswered(String why) {
        return unanswered(why, null);
    }

    public static PrepareAnswer unanswered(String why, @Nullable Throwable cause) {
        return new PrepareAnswer(null, Witness.NONE, why, cause);
    }
}
