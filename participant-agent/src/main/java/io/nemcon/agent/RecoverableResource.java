package io.nemcon.agent;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Heuristic;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent's port to a resource. One agent thread calls it at a time. It holds a connection of its own, apart from the
 * application's pool, opens it when needed and anew after any error. Every call is bounded in time.
 */
public interface RecoverableResource extends AutoCloseable {

    ResourceName name();

    /**
     * Every prepared branch there is, ours and foreign.
     *
     * @throws ResourceUnreachableException if the resource did not answer; asking again later may work
     */
    List<Listed> prepared() throws ResourceUnreachableException;

    /**
     * How many transactions are prepared in the whole server, and how many it takes. Asked after a scan, every few seconds at most. Null if
     * it has no limit: then those that {@link #prepared} listed are counted.
     */
    default @Nullable PreparedUse preparedUse() throws ResourceUnreachableException {
        return null;
    }

    /**
     * Commits a prepared branch from another connection than its own.
     *
     * @return empty if the resource acknowledged it; else its words, which prove nothing either way
     */
    String commit(Listed branch) throws ResourceUnreachableException;

    /** Rolls back a prepared branch from another connection than its own; returns like {@link #commit}. */
    String rollback(Listed branch) throws ResourceUnreachableException;

    /**
     * How the resource had ended this branch by itself before it was told to commit it or to roll it back, as it answered to
     * that command (XA 3.3, heuristic completion); null if it did not say so.
     */
    default @Nullable Heuristic endedByItself(Listed branch) {
        return null;
    }

    /**
     * Lets the resource forget a branch that it ended by itself; called when the group knows of it. Returns like
     * {@link #commit}.
     */
    default String forget(Listed branch) throws ResourceUnreachableException {
        return "";
    }

    /** What the witness says of a branch that is no longer in the prepared list. */
    Testimony ask(BranchId branch, Witness witness) throws ResourceUnreachableException;

    /**
     * A transaction number that this resource never gave out before, nor will again while it is not set back to an older state;
     * told once over each new connection, for it is not set back under a living one. Null if there is nothing new, or if it
     * has no such numbers. Of the same kind as the numbers that are its witnesses.
     */
    default @Nullable Long position() throws ResourceUnreachableException {
        return null;
    }

    /** Whether a branch that is absent from the prepared list stays knowable by its witness; false for plain XA. */
    boolean hasWitness();

    /**
     * Branches of this resource that committed long ago and whose witness takes up room in it, at most so many: the next
     * ones behind those told before, and from the beginning once all were told. Empty if its witnesses take up none.
     */
    default List<WitnessedBranch> oldWitnesses(GroupId group, int max) throws ResourceUnreachableException {
        return List.of();
    }

    /**
     * Removes witnesses told by {@link #oldWitnesses}. From then on the resource says UNKNOWN of such a branch, never
     * ROLLED_BACK.
     */
    default void removeWitnesses(GroupId group, List<BranchId> branches) throws ResourceUnreachableException {}

    @Override
    void close();
}
