package io.nemcon.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exhaustive search sees what it is there to see, and by the shortest way. */
class PlantedSearchTest {

    private static final Garden GARDEN = new Garden();

    /** The rule that breaks first, and after how many steps. */
    @ParameterizedTest
    @CsvSource({
        "SECOND_DECISION_COUNTS, P5, 4",
        "ENDED_SESSION_COMMITS, P5, 3",
        "COMMITS_END_WITH_THEIR_SESSION, P5, 5",
        "WATERMARK_BEFORE_OUTCOME, P5, 6",
        "COMMITS_BEFORE_DECIDE, P4, 3",
        "IGNORES_A_NO, P3, 2",
        "SILENCE_IS_A_YES, P2, 3",
        "NAMES_ONE_BRANCH, P2, 3",
        "FIRST_VOTE_DECIDES, P3, 1",
        "SAYS_ROLLED_BACK_WHEN_DECIDE_IS_SILENT, P3, 4",
        "ROLLS_BACK_WHEN_DECIDE_IS_SILENT, P4, 4",
        "COMMITS_WHEN_DECIDE_IS_SILENT, P4, 4",
        "AGENT_ABORTS_WHAT_IS_PENDING, P4, 2",
        "AGENT_COMMITS_WHAT_IS_PENDING, P4, 2",
        "AGENT_ABORTS_WHEN_OWNER_IS_GONE, P4, 5",
        "AGENT_SEES_NO_BRANCH, P15, 4"
    })
    void aPlantedBugIsFoundByItsShortestWay(Plant plant, String rule, int steps) {
        List<String> found = GARDEN.search(plant);
        System.out.println(plant + ":\n  " + String.join("\n  ", found));

        assertThat(found).as("%s: %s", plant, plant.words()).isNotEmpty();
        assertThat(found.get(0)).startsWith(rule + " ");
        assertThat(found).hasSize(1 + steps);
    }
}
