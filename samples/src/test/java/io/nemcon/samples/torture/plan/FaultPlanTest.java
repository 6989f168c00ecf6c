package io.nemcon.samples.torture.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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
    void strikesOfOneLaneNeverOverlapButThoseOfLinks() {
        Map<Lane, Long> freeFromMs = new EnumMap<>(Lane.class);
        for (Fault fault : plan(4).faults()) {
            if (!fault.kind().onLink()) {
                assertThat(fault.atMs())
                        .isGreaterThan(freeFromMs.getOrDefault(fault.kind().lane(), -1L));
                freeFromMs.put(fault.kind().lane(), fault.endMs());
            }
        }
        assertThat(freeFromMs.keySet()).isEqualTo(EnumSet.complementOf(EnumSet.of(Lane.LINKS)));
    }

    @Test
    void aWideStrikeNamesAllItsVictimsAndIsRare() {
        Cast cast = Cast.usual();
        List<Fault> wide =
                plan(6).faults().stream().filter(fault -> fault.kind().wide()).toList();
        List<Fault> ofWholeLanes = plan(6).faults().stream()
                .filter(fault -> EnumSet.of(Lane.NODES, Lane.APPS, Lane.DATABASES)
                        .contains(fault.kind().lane()))
                .toList();

        assertThat(wide).isNotEmpty().hasSizeLessThan(ofWholeLanes.size() / 3).allSatisfy(fault -> {
            List<String> victims = fault.victims();
            switch (fault.kind()) {
                case MAJORITY_KILL, MAJORITY_PAUSE ->
                    assertThat(cast.nodes()).containsAll(victims).hasSizeLessThan(2 * victims.size());
                case GROUP_KILL -> assertThat(victims).isEqualTo(cast.nodes());
                case APPS_KILL -> assertThat(victims).isEqualTo(cast.apps());
                default -> assertThat(victims).isEqualTo(cast.databases());
            }
        });
        assertThat(ofWholeLanes)
                .filteredOn(fault -> !fault.kind().wide())
                .allSatisfy(fault -> assertThat(fault.victims()).hasSize(1));
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
