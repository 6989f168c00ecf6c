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
 * @param embedded one application, whose ledger is in its own process; there are no nodes
 * @param openNs applications close data sources and open them again, each after at most so long; 0: they do not
 * @param retentionMs how long outcomes are kept after their session's end
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
        long retentionMs,
        long hashIntervalMs,
        boolean embedded,
        long openNs) {

    private static final long MILLI = 1_000_000;
    private static final long HOUR_MS = 3_600_000;

    static Plan of(SplittableRandom random) {
        int databases = 2 + random.nextInt(2);
        int dice = random.nextInt(10);
        boolean slow = random.nextInt(6) == 0; // long enough for clocks to drift apart
        boolean busy = !slow && random.nextInt(8) == 0; // so that commands of many share entries
        boolean embedded = random.nextInt(8) == 0;
        return new Plan(
                embedded ? 0 : dice == 0 ? 1 : dice < 8 ? 3 : 5,
                embedded ? 1 : 2 + random.nextInt(2),
                databases,
                random.nextInt(3) == 0 ? 1 : 0,
                busy ? 6 : 1 + random.nextInt(3),
                busy ? 60 : 6 + random.nextInt(20),
                (busy ? 40 : slow ? 4_000 : 200 + random.nextInt(1_500)) * MILLI,
                (busy ? 4_000 : slow ? 70_000 + random.nextInt(20_000) : 8_000 + random.nextInt(8_000)) * MILLI,
                busy ? 1 : 1 + random.nextInt(4),
                1_500 + random.nextInt(4_000),
                1_000 + random.nextInt(6_000),
                random.nextInt(3) == 0 ? HOUR_MS : 3_000,
                embedded,
                openNs(random.nextInt(6)));
    }

    /** Now and then, or without rest: then what is said about being an agent overtakes itself on its way. */
    private static long openNs(int dice) {
        return switch (dice) {
            case 0 -> 1_500 * MILLI;
            case 1 -> 100 * MILLI;
            default -> 0;
        };
    }
}
