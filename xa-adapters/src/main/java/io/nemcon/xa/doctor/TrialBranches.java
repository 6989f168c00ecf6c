package io.nemcon.xa.doctor;

import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The branches of one examination. They belong to a group of their own that no TM has, so that no agent touches them, and
 * that is the same in every examination, so that the next one finds what an interrupted one left.
 */
final class TrialBranches {

    /** "doctor", as bytes. */
    static final GroupId GROUP = new GroupId(0x646f_6374_6f72_0000L);

    private final ResourceName resource;
    private final SessionId examination =
            new SessionId(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    private long sequence;

    TrialBranches(ResourceName resource) {
        this.resource = resource;
    }

    BranchId next() {
        return BranchId.of(new Gtrid(GROUP, 1, examination, ++sequence), resource, 1);
    }

    /** Whether a branch was prepared by some examination. */
    static boolean isTrial(BranchId branch) {
        return branch.gtrid().group().equals(GROUP);
    }

    /** A transaction that takes work until the examination's time is over. */
    record Context(TimeLeft timeLeft) implements BranchContext {

        @Override
        public long millisLeft() {
            return timeLeft.millis();
        }

        @Override
        public void requireActive() {
            // it ends with the examination
        }

        @Override
        public void setRollbackOnly(String why, Throwable cause) {
            // nobody but the examination holds its connections
        }
    }
}
