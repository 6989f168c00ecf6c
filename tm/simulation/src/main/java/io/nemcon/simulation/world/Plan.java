package io.nemcon.simulation.world;

import java.util.SplittableRandom;

/**
 * What a world is made of. A seed gives the same one always.
 *
 * @param threads of each application, each with transactions of its own
 * @param thinkNs at most so long between two of a thread's transactions
 * @param xaDatabases so many of the databases are reached by an XAResource
 * @param businessNs applications begin transactions so long; faults happen in that time alone
 */
public record Plan(
        int nodes, int apps, int databases, int xaDatabases, int threads, int accounts, long thinkNs, long businessNs) {

    private static final long MILLI = 1_000_000;

    static Plan of(SplittableRandom random) {
        int databases = 2 + random.nextInt(2);
        int dice = random.nextInt(10);
        return new Plan(
                dice == 0 ? 1 : dice < 8 ? 3 : 5,
                2 + random.nextInt(2),
                databases,
                random.nextInt(4) == 0 ? 1 : 0,
                1 + random.nextInt(3),
                6 + random.nextInt(20),
                (100 + random.nextInt(900)) * MILLI,
                (8_000 + random.nextInt(8_000)) * MILLI);
    }
}
