package io.nemcon.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.benchmarks.RoundPlan.Turn;
import io.nemcon.benchmarks.system.SystemName;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundPlanTest {

    private static final List<SystemName> THREE =
            List.of(SystemName.NEMCON_EMBEDDED, SystemName.NARAYANA, SystemName.ATOMIKOS);

    @Test
    void eachRoundHasEachSystemOnceWithEachNumberOfThreads() {
        List<Turn> turns = RoundPlan.of(4, THREE, List.of(1, 8)).turns();

        assertThat(turns).hasSize(4 * 3 * 2).doesNotHaveDuplicates();
        for (int round = 1; round <= 4; round++) {
            for (SystemName system : THREE) {
                assertThat(turns).contains(new Turn(round, system, 1), new Turn(round, system, 8));
            }
        }
    }

    @Test
    void anotherSystemBeginsInTheNextRound() {
        List<Turn> turns = RoundPlan.of(3, THREE, List.of(1)).turns();

        assertThat(turns.get(0).system()).isEqualTo(SystemName.NEMCON_EMBEDDED);
        assertThat(turns.get(3).system()).isEqualTo(SystemName.NARAYANA);
        assertThat(turns.get(6).system()).isEqualTo(SystemName.ATOMIKOS);
    }

    @Test
    void theTurnsOfOneSystemInARoundFollowEachOther() {
        List<Turn> turns = RoundPlan.of(2, THREE, List.of(1, 8)).turns();

        for (int i = 0; i < turns.size(); i += 2) {
            assertThat(turns.get(i).system()).isEqualTo(turns.get(i + 1).system());
        }
    }
}
