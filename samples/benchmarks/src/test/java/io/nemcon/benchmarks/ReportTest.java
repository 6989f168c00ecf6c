package io.nemcon.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nemcon.benchmarks.RoundPlan.Turn;
import io.nemcon.benchmarks.load.LoadFigures;
import io.nemcon.benchmarks.system.SystemName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void aRowIsTheMedianOfItsRoundsAndOneBadRoundDoesNotMoveIt() {
        Report report = Report.of(
                "tm",
                List.of(
                        measure(1, SystemName.NARAYANA, 100),
                        measure(2, SystemName.NARAYANA, 1),
                        measure(3, SystemName.NARAYANA, 110)),
                Map.of());

        assertThat(report.rows()).singleElement().satisfies(row -> assertThat(row.tps())
                .isEqualTo(100));
    }

    @Test
    void ratiosAreToTheFastestPeerAndToTheWorkByHandAndNemconIsNoPeer() {
        Report report = Report.of(
                "pg",
                List.of(
                        measure(1, SystemName.NEMCON_EMBEDDED, 300),
                        measure(1, SystemName.NEMCON_3NODES, 500),
                        measure(1, SystemName.NARAYANA, 100),
                        measure(1, SystemName.ATOMIKOS, 200),
                        measure(1, SystemName.BY_HAND, 400)),
                Map.of());

        Report.Ratio ratio = report.ratio(report.rows().get(0));
        assertThat(ratio.toFastestPeer()).isCloseTo(1.5, within(1e-9));
        assertThat(ratio.toByHand()).isCloseTo(0.75, within(1e-9));
    }

    @Test
    void withoutAPeerThereIsNoRatio() {
        Report report = Report.of("tm", List.of(measure(1, SystemName.NEMCON_EMBEDDED, 300)), Map.of());

        assertThat(report.ratio(report.rows().get(0))).isEqualTo(new Report.Ratio(null, null));
    }

    private static Measure measure(int round, SystemName system, long tps) {
        return new Measure(
                new Turn(round, system), new LoadFigures(8, tps, 1, 0.5, 2, 0.25), new MeasuredTime(List.of()));
    }
}
