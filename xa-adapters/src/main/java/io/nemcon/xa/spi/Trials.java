package io.nemcon.xa.spi;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;

/**
 * The branches of examinations. They belong to a group of their own that no TM has, so that no agent touches them, and that
 * is the same in every examination, so that the next one finds what an interrupted one left.
 */
public final class Trials {

    /** "doctor", as bytes. */
    public static final GroupId GROUP = new GroupId(0x646f_6374_6f72_0000L);

    private Trials() {}

    /** Whether a branch belongs to some examination. */
    public static boolean isTrial(BranchId branch) {
        return branch.gtrid().group().equals(GROUP);
    }
}
