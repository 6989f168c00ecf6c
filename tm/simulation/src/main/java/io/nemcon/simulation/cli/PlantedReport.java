package io.nemcon.simulation.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** In how many seeds each planted bug is found. */
final class PlantedReport {

    static final long SEEDS = 500;

    private final PrintWriter out;

    PlantedReport(PrintWriter out) {
        this.out = out;
    }

    int run(@Nullable String only, long firstSeed, long seedsMax) {
        out.println("no bug is planted: " + only + " from " + firstSeed + ", " + seedsMax);
        return 2;
    }
}
