package io.nemcon.xa.doctor;

import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.xa.spi.Trials;
import java.util.concurrent.ThreadLocalRandom;

/** The branches of one examination; see {@link Trials}. */
final class TrialBranches {

    private final ResourceName resource;
    private final SessionId examination =
            new SessionId(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    private long sequence;

    TrialBranches(ResourceName resource) {
        this.resource = resource;
    }

    BranchId next() {
        return BranchId.of(new Gtrid(Trials.GROUP, 1, examination, ++sequence), resource, 1);
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
