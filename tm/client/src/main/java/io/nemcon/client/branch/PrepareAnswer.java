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
 */
public record PrepareAnswer(@Nullable Vote vote, Witness witness, String why) {

    public static final PrepareAnswer READ_ONLY = new PrepareAnswer(Vote.READ_ONLY, Witness.NONE, "");

    public static PrepareAnswer yes(Witness witness) {
        return new PrepareAnswer(Vote.YES, witness, "");
    }

    public static PrepareAnswer no(String why) {
        return new PrepareAnswer(Vote.NO, Witness.NONE, why);
    }

    public static PrepareAnswer unanswered(String why) {
        return new PrepareAnswer(null, Witness.NONE, why);
    }
}
