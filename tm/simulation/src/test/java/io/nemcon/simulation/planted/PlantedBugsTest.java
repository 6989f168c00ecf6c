package io.nemcon.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.simulation.planted.Garden.Harvest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation sees what it is there to see. */
class PlantedBugsTest {

    private static final int SEEDS_MAX = 500;
    private static final int PLANTS_LEAST = 40;

    private static final Garden GARDEN = new Garden();

    @ParameterizedTest
    @EnumSource
    void aPlantedBugIsFound(Plant plant) {
        Harvest harvest = GARDEN.harvest(plant, 1, SEEDS_MAX);
        System.out.println(plant + " is found in " + harvest.seeds() + " seeds: " + harvest.how());

        assertThat(harvest.found()).as("%s: %s", plant, plant.words()).isTrue();
    }

    @Test
    void withoutOneNothingIsFound() {
        assertThat(GARDEN.weeds(1, 20)).isEmpty();
    }

    @Test
    void thereAreEnoughOfThem() {
        assertThat(Plant.values()).hasSizeGreaterThanOrEqualTo(PLANTS_LEAST);
    }

    @Test
    void noneGrowsOutsideOfItsGarden() {
        assertThat(Stream.of(Plant.values()).filter(Plant::grows)).isEmpty();
    }
}
