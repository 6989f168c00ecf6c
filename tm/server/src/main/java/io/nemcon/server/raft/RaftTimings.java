package io.nemcon.server.raft;

import java.time.Duration;

/**
 * How fast a group notices and acts. Immutable.
 *
 * @param electionTimeout how long a follower hears nothing from its leader before it seeks to be one; the leader sends a
 *     heartbeat ten times as often, and gives up leading if it hears from no majority for as long
 * @param maxElectionDelay added at random to the former, so that two seldom stand at once
 * @param rpcTimeout until a request to another node is given up
 */
public record RaftTimings(Duration electionTimeout, Duration maxElectionDelay, Duration rpcTimeout) {

    private static final Duration LEAST = Duration.ofMillis(10);

    public RaftTimings {
        atLeast("electionTimeout", electionTimeout);
        atLeast("maxElectionDelay", maxElectionDelay);
        atLeast("rpcTimeout", rpcTimeout);
    }

    /** The default: stands pauses of a third of a second. */
    public static RaftTimings standard() {
        return new RaftTimings(Duration.ofMillis(500), Duration.ofMillis(250), Duration.ofSeconds(1));
    }

    /** For a local network and small heaps with short pauses. */
    public static RaftTimings fast() {
        return new RaftTimings(Duration.ofMillis(300), Duration.ofMillis(150), Duration.ofSeconds(1));
    }

    private static void atLeast(String name, Duration value) {
        if (value.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    name + " is " + value.toMillis() + " ms, and at least " + LEAST.toMillis() + " ms are needed");
        }
    }
}
