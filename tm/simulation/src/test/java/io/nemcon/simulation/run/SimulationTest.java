package io.nemcon.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.simulation.fault.FaultSchedule;
import io.nemcon.simulation.machine.Crew;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Worlds of some seeds: as many as fit into a build. {@code ./nemcon simulate} lives more of them. */
class SimulationTest {

    private static final long FIRST_SEED = Long.getLong("nemcon.seed", 1);
    private static final long SEEDS_MAX = Long.getLong("nemcon.simulation.seeds", 2_000);

    /** A build does not wait longer for more of them: enough for all on a machine that is busy with other things too. */
    private static final double SECONDS = 240;

    private static final int SEEDS_LEAST = 50;

    private final Crew crew = new Crew();

    @Test
    void nothingIsViolatedWhateverGoesWrong() {
        Campaign campaign = new Campaign();
        for (long seed = FIRST_SEED;
                campaign.seeds() < SEEDS_MAX && (campaign.realSeconds() < SECONDS || campaign.seeds() < SEEDS_LEAST);
                seed++) {
            SeedRun run = campaign.run(seed);

            assertThat(run.violation())
                    .as("seed %d; see it by ./nemcon simulate --seed %d --trace", seed, seed)
                    .isNull();
        }

        System.out.printf(
                "%d of %d seeds lived in %.0f s, %.0f x real time%n",
                campaign.seeds(), SEEDS_MAX, campaign.realSeconds(), campaign.speedup());
        assertThat(campaign.committed()).as("transactions that were committed").isGreaterThan(campaign.seeds());
    }

    @Test
    void whereNothingGoesWrongEveryWorldIsQuietAtOnce() {
        for (long seed = 1; seed <= 5; seed++) {
            SeedRun run = SeedRun.of(seed, FaultSchedule.none(), crew, false);

            assertThat(run.violation()).as("seed %d", seed).isNull();
            assertThat(run.committed()).isPositive();
        }
    }

    @Test
    void aSeedGivesTheSameTraceAlways() {
        for (long seed = 3; seed <= 6; seed++) {
            List<String> first = SeedRun.of(seed, null, crew, true).trace();
            List<String> again = SeedRun.of(seed, null, new Crew(), true).trace();

            assertThat(first).hasSizeGreaterThan(100);
            assertThat(String.join("\n", again)).as("seed %d", seed).isEqualTo(String.join("\n", first));
        }
    }

    @Test
    void lookingOnChangesNothing() {
        SeedRun seen = SeedRun.of(8, null, crew, true);
        SeedRun unseen = SeedRun.of(8, null, crew, false);

        assertThat(unseen.events()).isEqualTo(seen.events());
        assertThat(unseen.committed()).isEqualTo(seen.committed());
    }
}
