package io.nemcon.client.jta;

import io.nemcon.core.commit.Told;
import org.jspecify.annotations.Nullable;

/** How a transaction ends in this process. */
interface End {

    /** Commits. Called once, by whoever {@link Lifecycle} gave the end to. */
    Told commit();

    /**
     * Rolls back. Called once, by whoever {@link Lifecycle} gave the end to.
     *
     * @param why unless it was marked before: then for the first cause given
     */
    Told rollback(RollbackCause why);

    /** The transaction's time is over; heard again every second until its end. Never blocks. */
    void timeUp();

    /** What a synchronization, a driver or this program threw so that it ended as it did, or null. From any thread. */
    @Nullable
    Throwable thrown();
}
