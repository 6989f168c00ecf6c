package io.nemcon.samples.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.samples.torture.planted.Plant;
import io.nemcon.samples.torture.planted.Planter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The torture sees what it is there to see. Only what is found at once is planted in each build; more by
 *
 * <pre>
 * mvn -pl samples -am test -Dtest=PlantedBugsTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dtorture.plants=all -Dtorture.seconds=60 -Dtorture.seeds=5 -Dtorture.firstSeed=1 -Dtorture.db=postgres
 * </pre>
 *
 * or with names of {@link Plant}s, separated by commas, in place of {@code all}.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class PlantedBugsTest {

    private static final String FOUND_AT_ONCE = Plant.ROLLS_BACK_IN_PHASE_TWO.name();

    @TempDir
    private Path folder;

    static Stream<Plant> plants() {
        String names = System.getProperty("torture.plants", FOUND_AT_ONCE);
        return names.equals("all")
                ? Stream.of(Plant.values())
                : Stream.of(names.split(",", -1)).map(Plant::valueOf);
    }

    @ParameterizedTest
    @MethodSource("plants")
    void aPlantedBugIsFound(Plant plant) throws IOException {
        int seconds = Integer.getInteger("torture.seconds", 12);
        int seeds = Integer.getInteger("torture.seeds", 4);
        int firstSeed = Integer.getInteger("torture.firstSeed", 1);
        StringWriter said = new StringWriter();
        boolean found = false;
        for (int seed = firstSeed; seed < firstSeed + seeds && !found; seed++) {
            said = new StringWriter();
            long beganNs = System.nanoTime();
            found = sees(torture(plant, seconds, seed, said), said.toString());
            System.out.printf(
                    "%s with seed %d: %s after %d s%n%s%n",
                    plant, seed, found ? "found" : "not found", (System.nanoTime() - beganNs) / 1_000_000_000, said);
        }

        assertThat(found)
                .as("%s (%s) within %d runs of %d s", plant, plant.words(), seeds, seconds)
                .isTrue();
        assertThat(said.toString()).doesNotContain(Planter.FAILED);
    }

    /** A run that could not commit anything, or broke off for any reason but a process that gave up, has seen nothing. */
    private static boolean sees(int exit, String said) {
        boolean judged = said.contains("NOT OK") && !said.contains(TortureCommand.NOTHING_CHECKED);
        boolean gaveUp = said.contains(Torture.ENDED_BY_ITSELF) && !said.contains(Planter.FAILED);
        return exit != 0 && (judged || gaveUp);
    }

    private int torture(Plant plant, int seconds, int seed, StringWriter said) throws IOException {
        PrintWriter out = new PrintWriter(said);
        List<String> jvmOptions = List.of(Planter.jvmOption(folder, plant));
        return new CommandLine(new TortureCommand(jvmOptions))
                .setOut(out)
                .setErr(out)
                .execute(
                        "--seconds",
                        Integer.toString(seconds),
                        "--seed",
                        Integer.toString(seed),
                        "--db",
                        System.getProperty("torture.db", "postgres"));
    }
}
