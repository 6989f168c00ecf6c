package io.nemcon.agent;

/**
 * Opens resources of one kind for an agent that knows nothing of them but their address. Found by {@link java.util.ServiceLoader}, so it has a
 * public constructor without arguments. Thread-safe.
 */
public interface ResourceAdapter {

    /** Whether resources with this address are of this kind. */
    boolean accepts(String url);

    /**
     * Checks that the resource can do its part, and opens the agent's port to it.
     *
     * @throws ResourceUnreachableException if it does not answer, or cannot do its part: which, and what mends it
     */
    RecoverableResource open(ResourceAddress address) throws ResourceUnreachableException;
}
