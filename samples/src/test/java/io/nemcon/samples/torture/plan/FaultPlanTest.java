package io.nemcon.samples.torture.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final long MINUTES_MS = 600_000;

    private static FaultPlan plan(long seed) {
        return FaultPlan.draw(seed, MINUTES_MS, Cast.usual());
    }

    @Test
    void oneSeedGivesOnePlanAndAnotherGivesAnother() {
        assertThat(plan(1)).isEqualTo(plan(1)).isNotEqualTo(plan(2));
    }

    @Test
    void allKindsComeInTurnAndEndInTime() {
        FaultPlan plan = plan(3);

        assertThat(plan.counts().keySet()).isEqualTo(EnumSet.allOf(FaultKind.class));
        assertThat(plan.faults()).allSatisfy(fault -> assertThat(fault.endMs()).isLessThanOrEqualTo(MINUTES_MS));
    }

    @Test
    void atMostOneNodeIsAwayAtATimeAndTheAgentNever() {
        Set<FaultKind> ofNodes = EnumSet.of(FaultKind.NODE_KILL, FaultKind.NODE_PAUSE);
        long freeFromMs = 0;
        for (Fault fault : plan(4).faults()) {
            assertThat(fault.victim()).isNotEqualTo("agent");
            if (ofNodes.contains(fault.kind())) {
                assertThat(fault.atMs()).isGreaterThan(freeFromMs);
                freeFromMs = fault.endMs();
            }
        }
    }

    @Test
    void theTwoEndsOfALinkAreDifferentAndFramesAreLostOnlyWhereFramesAreKnown() {
        Set<Fault> links =
                plan(5).faults().stream().filter(fault -> fault.kind().onLink()).collect(Collectors.toSet());

        assertThat(links)
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.from()).isNotEqualTo(fault.to()))
                .filteredOn(fault -> fault.to().startsWith("bank"))
                .extracting(Fault::kind)
                .doesNotContain(FaultKind.LINK_DROP, FaultKind.LINK_DUPLICATE);
    }
}
