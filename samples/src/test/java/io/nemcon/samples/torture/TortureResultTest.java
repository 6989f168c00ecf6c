package io.nemcon.samples.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.samples.torture.check.Anomaly;
import io.nemcon.samples.torture.plan.FaultKind;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Each thing that must not be left is planted by hand: a verdict that can't be bad is none. */
class TortureResultTest {

    private static final Map<String, List<String>> NOTHING_PREPARED = Map.of("bank-a", List.of(), "bank-b", List.of());
    private static final Aftermath NOTHING = new Aftermath(List.of(), NOTHING_PREPARED, 0, 0, 0);

    private static TortureResult result(
            long committed, List<Anomaly> anomalies, Aftermath aftermath, List<String> failures) {
        return new TortureResult(
                1,
                60,
                committed,
                2,
                3,
                Map.of(FaultKind.NODE_KILL, 4),
                LocalTime.NOON,
                anomalies,
                List.of(),
                aftermath,
                failures,
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static boolean isOk(Aftermath aftermath) {
        return result(1, List.of(), aftermath, List.of()).ok();
    }

    @Test
    void aRunThatLeavesNothingIsFineAlsoIfADatabaseHadHiddenABranch() {
        assertThat(isOk(NOTHING)).isTrue();
        assertThat(isOk(new Aftermath(List.of(), NOTHING_PREPARED, 2, 0, 0))).isTrue();
    }

    @Test
    void aBranchThatIsPreparedStillIsNot() {
        assertThat(isOk(new Aftermath(List.of(), Map.of("bank-a", List.of("nemcon:1")), 0, 0, 0)))
                .isFalse();
    }

    @Test
    void aDecisionThatNobodyReportsAsCarriedOutIsNot() {
        assertThat(isOk(new Aftermath(List.of(), NOTHING_PREPARED, 0, 1, 0))).isFalse();
    }

    @Test
    void anIncidentIsNot() {
        assertThat(isOk(new Aftermath(List.of(), NOTHING_PREPARED, 0, 0, 1))).isFalse();
    }

    @Test
    void anAppThatCommitsNothingOnceAllIsHealedIsNot() {
        assertThat(isOk(new Aftermath(List.of("app-1"), NOTHING_PREPARED, 0, 0, 0)))
                .isFalse();
    }

    @Test
    void anAnomalyAndAFaultThatCouldNotBeCarriedOutAndARunWithoutACommitAreNot() {
        Anomaly torn = new Anomaly(Anomaly.Kind.TORN, "half of it");

        assertThat(result(1, List.of(torn), NOTHING, List.of()).ok()).isFalse();
        assertThat(result(1, List.of(), NOTHING, List.of("no such node")).ok()).isFalse();
        assertThat(result(0, List.of(), NOTHING, List.of()).ok()).isFalse();
    }
}
