package io.nemcon.simulation.exhaustive;

import io.nemcon.core.protocol.Outcome;

/**
 * One state of the small world, as numbers of its machines' states and a few bits. Packs into 128 bits, exactly: two states
 * are the same if and only if these are. Mutable, one owner.
 */
final class State {

    static final int LEDGER_BITS = 18;
    static final int OWNER_BITS = 9;
    static final int REQUESTS_BITS = 14;
    static final int AGENT_BITS = 14;

    /** What a branch is in its database. */
    static final int WORKING = 0;

    static final int PREPARED = 1;
    static final int COMMITTED = 2;
    static final int ROLLED_BACK = 3;
    static final int ONLY_READ = 4;

    /** The state of an agent that is not running, and of an owner that died. */
    static final int GONE = 0;

    /** The client's session. */
    static final int ALIVE = 0;

    static final int ENDED = 1;
    static final int FORGOTTEN = 2;

    /** Of a transaction: nobody was told, or what. */
    static final int NOBODY = 0;

    static final int TOLD_COMMITTED = 1;
    static final int TOLD_ROLLED_BACK = 2;
    static final int TOLD_UNKNOWN = 3;

    private static final int BRANCH_BITS = 3;

    int ledger;
    int requests;
    final int[] owner = new int[Cast.TRANSACTIONS];
    final int[] agent = new int[Cast.AGENTS];

    /** Three bits a branch. */
    int branches;

    /** Bits a branch: a PREPARE, COMMIT, ROLLBACK whose sender does not wait for it (any more). */
    int latePrepares;

    int lateCommits;
    int lateRollbacks;

    boolean clientCrashed;
    boolean leaderLost;
    boolean agentCrashed;

    /** A branch was prepared when its session had ended: agents find that long before anything is forgotten. */
    boolean preparedLate;

    int troubles;

    /** Two bits a transaction. */
    int told;

    /** The lowest sequence that is open at its owner. */
    int lowest;

    /* What the log says, read apart from the ledger's code. */
    int session;
    int watermark;

    /** Two bits a transaction: no decision, COMMIT, ABORT. */
    int decided;

    int branch(int branch) {
        return branches >>> branch * BRANCH_BITS & 7;
    }

    void branch(int branch, int now) {
        int shift = branch * BRANCH_BITS;
        branches = branches & ~(7 << shift) | now << shift;
    }

    void prepared(int branch) {
        branch(branch, PREPARED);
        preparedLate |= session != ALIVE;
    }

    int told(int transaction) {
        return told >>> 2 * transaction & 3;
    }

    void told(int transaction, int what) {
        told |= what << 2 * transaction;
    }

    int term() {
        return leaderLost ? 2 : 1;
    }

    /** What the log says of a transaction (see {@code io.nemcon.simulation.check.Decisions}). */
    Outcome outcome(int transaction) {
        int first = decided >>> 2 * transaction & 3;
        if (first != 0) {
            return first == 1 ? Outcome.COMMITTED : Outcome.ABORTED;
        }
        return session != ALIVE || transaction + 1 < watermark ? Outcome.ABORTED : Outcome.PENDING;
    }

    void decide(int transaction, boolean commit) {
        decided |= (commit ? 1 : 2) << 2 * transaction;
    }

    void set(State other) {
        ledger = other.ledger;
        requests = other.requests;
        owner[0] = other.owner[0];
        owner[1] = other.owner[1];
        agent[0] = other.agent[0];
        agent[1] = other.agent[1];
        branches = other.branches;
        latePrepares = other.latePrepares;
        lateCommits = other.lateCommits;
        lateRollbacks = other.lateRollbacks;
        clientCrashed = other.clientCrashed;
        leaderLost = other.leaderLost;
        agentCrashed = other.agentCrashed;
        preparedLate = other.preparedLate;
        troubles = other.troubles;
        told = other.told;
        lowest = other.lowest;
        session = other.session;
        watermark = other.watermark;
        decided = other.decided;
    }

    /** Forgets what can do nothing any more: a late command whose branch has ended. */
    void settle() {
        int open = 0;
        for (int branch = 0; branch < Cast.BRANCHES; branch++) {
            int there = branch(branch);
            open |= there == WORKING || there == PREPARED ? 1 << branch : 0;
        }
        lateCommits &= open;
        lateRollbacks &= open;
    }

    /** 50 bits of machines, 14 of the log and the application. */
    long high() {
        long packed = ledger;
        packed = packed << REQUESTS_BITS | requests;
        packed = packed << OWNER_BITS | owner[0];
        packed = packed << OWNER_BITS | owner[1];
        packed = packed << 4 | told;
        packed = packed << 2 | session;
        packed = packed << 2 | watermark;
        return packed << 4 | decided;
    }

    long low() {
        long packed = agent[0];
        packed = packed << AGENT_BITS | agent[1];
        packed = packed << 12 | branches;
        packed = packed << 4 | latePrepares;
        packed = packed << 4 | lateCommits;
        packed = packed << 4 | lateRollbacks;
        packed = packed << 3 | troubles;
        packed = packed << 2 | lowest;
        packed = packed << 1 | bit(clientCrashed);
        packed = packed << 1 | bit(leaderLost);
        packed = packed << 1 | bit(preparedLate);
        return packed << 1 | bit(agentCrashed);
    }

    void unpack(long high, long low) {
        long rest = high;
        decided = (int) rest & 15;
        watermark = (int) (rest >>>= 4) & 3;
        session = (int) (rest >>>= 2) & 3;
        told = (int) (rest >>>= 2) & 15;
        owner[1] = (int) (rest >>>= 4) & (1 << OWNER_BITS) - 1;
        owner[0] = (int) (rest >>>= OWNER_BITS) & (1 << OWNER_BITS) - 1;
        requests = (int) (rest >>>= OWNER_BITS) & (1 << REQUESTS_BITS) - 1;
        ledger = (int) (rest >>> REQUESTS_BITS);
        rest = low;
        agentCrashed = (rest & 1) != 0;
        preparedLate = ((rest >>>= 1) & 1) != 0;
        leaderLost = ((rest >>>= 1) & 1) != 0;
        clientCrashed = ((rest >>>= 1) & 1) != 0;
        lowest = (int) (rest >>>= 1) & 3;
        troubles = (int) (rest >>>= 2) & 7;
        lateRollbacks = (int) (rest >>>= 3) & 15;
        lateCommits = (int) (rest >>>= 4) & 15;
        latePrepares = (int) (rest >>>= 4) & 15;
        branches = (int) (rest >>>= 4) & (1 << 12) - 1;
        agent[1] = (int) (rest >>>= 12) & (1 << AGENT_BITS) - 1;
        agent[0] = (int) (rest >>> AGENT_BITS);
    }

    private static int bit(boolean value) {
        return value ? 1 : 0;
    }
}
