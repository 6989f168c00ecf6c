package io.nemcon.node;

/** The request reached a node that does not lead, or not yet; it was not carried out. */
public final class NotLeaderException extends GroupException {

    private static final long serialVersionUID = 1L;

    private final String leader;

    /** @param leader {@code host:port} of the node that leads as far as is known; empty if it is not */
    public NotLeaderException(String leader) {
        super(
                Knowledge.NOT_DONE,
                leader.isEmpty()
                        ? "this node does not lead, and knows no leader now"
                        : "this node does not lead, " + leader + " does");
        this.leader = leader;
    }

    public String leader() {
        return leader;
    }
}
