package io.nemcon.server.raft;

/**
 * Every bound of the log, by the name it is refused with. Immutable.
 *
 * @param proposalsWaitingMax proposals without an answer; beyond it BUSY
 * @param readsWaitingMax ReadIndex calls without an answer; beyond it they fail
 * @param actionsWaitingMax actions handed in to the apply thread; beyond it more are not taken
 * @param applyBytesWaitingMax bytes of committed entries that wait for the apply thread; beyond it Raft waits for it
 * @param entryBytesMax the largest entry; fits into a frame of the wire with room to spare
 */
public record RaftLimits(
        int proposalsWaitingMax,
        int readsWaitingMax,
        int actionsWaitingMax,
        int applyBytesWaitingMax,
        int entryBytesMax) {

    /** JRaft's own queues hold so many; more proposals at once would be turned away there. */
    static final int JRAFT_QUEUE = 16_384;

    private static final int MIB = 1024 * 1024;

    public RaftLimits {
        between("proposalsWaitingMax", proposalsWaitingMax, JRAFT_QUEUE);
        between("readsWaitingMax", readsWaitingMax, JRAFT_QUEUE);
        between("actionsWaitingMax", actionsWaitingMax, Integer.MAX_VALUE);
        between("applyBytesWaitingMax", applyBytesWaitingMax, Integer.MAX_VALUE);
        between("entryBytesMax", entryBytesMax, 14 * MIB);
    }

    public static RaftLimits standard() {
        return new RaftLimits(10_000, 10_000, 100_000, 16 * MIB, 8 * MIB);
    }

    private static void between(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", not between 1 and " + most);
        }
    }
}
