package io.nemcon.core.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever the core decides of the failure scenarios has a story. */
class StoriesTest {

    /**
     * 13 to 16 and 69 are of disks and backups, 36 and 37 of undo, 43, 45, 48 to 51, 58 and 59 of networks and elections;
     * 62 and 75 are of bytes and have their tests beside the codecs and ids.
     */
    private static final Set<Integer> ELSEWHERE =
            Set.of(13, 14, 15, 16, 36, 37, 43, 45, 48, 49, 50, 51, 58, 59, 62, 69, 75);

    @Test
    void everyScenarioThatTheCoreDecidesHasAStory() {
        Set<String> told = new TreeSet<>();
        List.of("ledger", "commit", "recovery").forEach(folder -> told.addAll(Transcript.scenarios(folder)));
        List<String> wanted = new ArrayList<>();
        IntStream.rangeClosed(1, 78)
                .filter(number -> !ELSEWHERE.contains(number))
                .forEach(number -> wanted.add(Integer.toString(number)));
        wanted.addAll(List.of("14b", "82", "84", "85", "87", "93", "94", "95"));
        assertThat(told).containsAll(wanted);
    }
}
