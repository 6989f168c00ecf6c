package io.nemcon.server.raft;

import java.time.Duration;

/**
 * How fast a group notices and acts. Immutable.
 *
 * @param electionTimeout how long a follower hears nothing from its leader before it seeks to be one; the leader sends a
 *     heartbeat ten times as often, and gives up leading if it hears from no majority for as long
 * @param maxElectionDelay added at random to the former, so that two seldom stand at once
 * @param rpcConnectTimeout what JRaft may wait for a connection; lines are opened in advance, so nothing ever does
 * @param rpcTimeout until a request to another node is given up
 */
public record RaftTimings(
        Duration electionTimeout, Duration maxElectionDelay, Duration rpcConnectTimeout, Duration rpcTimeout) {

    private static final Duration LEAST = Duration.ofMillis(10);

    public RaftTimings {
        atLeast("electionTimeout", electionTimeout);
        atLeast("maxElectionDelay", maxElectionDelay);
        atLeast("rpcConnectTimeout", rpcConnectTimeout);
        atLeast("rpcTimeout", rpcTimeout);
        if (rpcConnectTimeout.compareTo(electionTimeout) >= 0) {
            throw new IllegalArgumentException("rpcConnectTimeout is " + rpcConnectTimeout.toMillis()
                    + " ms, it has to be below electionTimeout, " + electionTimeout.toMillis() + " ms");
        }
    }

    /** The default: stands pauses of a third of a second. */
    public static RaftTimings standard() {
        return ofMillis(500, 250, 150, 1000);
    }

    /** For a local network and small heaps with short pauses. */
    public static RaftTimings fast() {
        return ofMillis(300, 150, 100, 1000);
    }

    private static RaftTimings ofMillis(long election, long delay, long connect, long rpc) {
        return new RaftTimings(
                Duration.ofMillis(election),
                Duration.ofMillis(delay),
                Duration.ofMillis(connect),
                Duration.ofMillis(rpc));
    }

    private static void atLeast(String name, Duration value) {
        if (value.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    name + " is " + value.toMillis() + " ms, and at least " + LEAST.toMillis() + " ms are needed");
        }
    }
}
