package io.nemcon.simulation.planted;

import io.nemcon.simulation.machine.Crew;
import io.nemcon.simulation.run.SeedRun;

/** Lives worlds with one bug planted. Runs among woven classes, and is called from outside by its one static method. */
public final class PlantedRun {

    private static final Crew CREW = new Crew();

    private PlantedRun() {}

    /** Returns the violation of the first seed that finds it, behind the number of seeds and a blank; or empty. */
    public static String find(String plant, long firstSeed, long seedsMax) {
        Plant.grow(plant.isEmpty() ? null : Plant.valueOf(plant));
        try {
            for (long seed = firstSeed; seed < firstSeed + seedsMax; seed++) {
                Throwable violation = SeedRun.of(seed, CREW).violation();
                if (violation != null) {
                    return seed - firstSeed + 1 + " " + violation.getMessage();
                }
            }
            return "";
        } finally {
            Plant.grow(null);
        }
    }
}
