package io.nemcon.agent;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import java.util.List;

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
     * Commits a prepared branch from another connection than its own.
     *
     * @return empty if the resource acknowledged it; else its words, which prove nothing either way
     */
    String commit(Listed branch) throws ResourceUnreachableException;

    /** Rolls back a prepared branch from another connection than its own; returns like {@link #commit}. */
    String rollback(Listed branch) throws ResourceUnreachableException;

    /** What the witness says of a branch that is no longer in the prepared list. */
    Testimony ask(BranchId branch, Witness witness) throws ResourceUnreachableException;

    /** Whether a branch that is absent from the prepared list stays knowable by its witness; false for plain XA. */
    boolean hasWitness();

    @Override
    void close();
}
