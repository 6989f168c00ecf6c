package io.nemcon.agent;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import java.util.List;

/**
 * The agent's port to a resource. One agent thread calls it at a time. It holds a connection of its own, apart from the
 * application's pool, opens it when needed and anew after any error.
 */
public interface RecoverableResource extends AutoCloseable {

    ResourceName name();

    /**
     * Every prepared branch there is, ours and foreign.
     *
     * @throws ResourceUnreachableException if the resource did not answer; asking again later may work
     */
    List<PreparedBranch> prepared() throws ResourceUnreachableException;

    /** Commits a prepared branch from another connection than its own. Returns what the resource answered, unverified. */
    String commit(PreparedBranch branch) throws ResourceUnreachableException;

    /** Rolls back a prepared branch from another connection than its own. Returns what the resource answered, unverified. */
    String rollback(PreparedBranch branch) throws ResourceUnreachableException;

    /** What the witness says of a branch that is no longer in the prepared list. */
    WitnessAnswer ask(BranchId branch, Witness witness) throws ResourceUnreachableException;

    /** Whether a branch that is absent from the prepared list stays knowable by its witness; false for plain XA. */
    boolean hasWitness();

    @Override
    void close();

    /** What became of a branch, by its witness. */
    enum WitnessAnswer {
        COMMITTED,
        ROLLED_BACK,
        /** Not finished yet: still running, or still prepared. */
        IN_PROGRESS,
        /** The resource does not know any more, or there is no witness. Never to be taken for rolled back. */
        UNKNOWN
    }
}
