package io.nemcon.simulation.world;

import java.util.SplittableRandom;

/**
 * What a world is made of. A seed gives the same one always.
 *
 * @param xaDatabases so many of the databases are reached by an XAResource
 * @param threads of each application, each with transactions of its own
 * @param thinkNs at most so long between two of a thread's transactions
 * @param businessNs applications begin transactions so long; faults happen in that time alone
 * @param entriesInFlight of each node: with few of them commands share entries
 * @param requestTimeoutMs how long a client tries one request
 * @param hashIntervalMs how often the replicas compare their state by themselves
 */
public record Plan(
        int nodes,
        int apps,
        int databases,
        int xaDatabases,
        int threads,
        int accounts,
        long thinkNs,
        long businessNs,
        int entriesInFlight,
        long requestTimeoutMs,
        long hashIntervalMs) {

    private static final long MILLI = 1_000_000;
    private static final long HOUR_MS = 3_600_000;

    static Plan of(SplittableRandom random) {
        int databases = 2 + random.nextInt(2);
        int dice = random.nextInt(10);
        boolean slow = random.nextInt(6) == 0; // long enough for a leader to forget what is due
        return new Plan(
                dice == 0 ? 1 : dice < 8 ? 3 : 5,
                2 + random.nextInt(2),
                databases,
                random.nextInt(3) == 0 ? 1 : 0,
                1 + random.nextInt(3),
                6 + random.nextInt(20),
                (slow ? 4_000 : 200 + random.nextInt(1_500)) * MILLI,
                (slow ? 70_000 + random.nextInt(20_000) : 8_000 + random.nextInt(8_000)) * MILLI,
                1 + random.nextInt(4),
                1_500 + random.nextInt(4_000),
                random.nextInt(3) == 0 ? HOUR_MS : 3_000);
    }
}
