package io.nemcon.core.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.transcript.Seeds;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The commit protocol against random worlds: branches, a group and a clock that answer in any order, lose answers and
 * decide otherwise. {@link RandomWorld} says what must hold (scenarios 4, 5, 17, 19, 20, 26, 30, 31, 32, 40, 46, 65, 93).
 * How to rerun a seed or run more of them: {@link Seeds}.
 */
class RandomCommitTest {

    @Test
    void noAnswerInAnyOrderBreaksAtomicity() {
        Set<String> seen = new TreeSet<>();
        Seeds.each(10, seed -> {
            Random random = new Random(seed);
            for (int i = 0; i < 1_000; i++) {
                new RandomWorld(random, seen).play();
            }
        });
        assertThat(seen)
                .as("what the random worlds came across")
                .contains(
                        "decided COMMITTED after COMMIT",
                        "decided COMMITTED after ABORT",
                        "decided ABORTED after COMMIT",
                        "decided ABORTED after ABORT",
                        "decided FORGOTTEN after COMMIT",
                        "told COMMITTED",
                        "told ROLLED_BACK",
                        "told UNKNOWN",
                        "told MIXED",
                        "told HEURISTIC_ROLLBACK",
                        "told HEURISTIC_COMMIT",
                        "one phase beside readers",
                        "rolled back locally",
                        "rolled back locally, then DECIDE");
    }
}
