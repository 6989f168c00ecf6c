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
    void eachRoundHasEachSystemOnce() {
        List<Turn> turns = RoundPlan.of(4, THREE).turns();

        assertThat(turns).hasSize(4 * 3).doesNotHaveDuplicates();
        for (int round = 1; round <= 4; round++) {
            for (SystemName system : THREE) {
                assertThat(turns).contains(new Turn(round, system));
            }
        }
    }

    @Test
    void anotherSystemBeginsInTheNextRound() {
        List<Turn> turns = RoundPlan.of(3, THREE).turns();

        assertThat(turns.get(0).system()).isEqualTo(SystemName.NEMCON_EMBEDDED);
        assertThat(turns.get(3).system()).isEqualTo(SystemName.NARAYANA);
        assertThat(turns.get(6).system()).isEqualTo(SystemName.ATOMIKOS);
    }
}
