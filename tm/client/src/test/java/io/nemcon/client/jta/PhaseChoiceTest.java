package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Side by side or one after another: whatever took less time, found out by trying both. */
class PhaseChoiceTest {

    private static final long STEP_NANOS = PhaseChoice.TURN_NANOS / PhaseChoice.PHASES_PER_TURN + 1;

    private long nowNanos = 7;
    private final PhaseChoice choice = new PhaseChoice(nowNanos);

    /** Runs so many turns; returns how many phases of them went side by side, in percent. */
    private long run(int turns, ToLongFunction<Boolean> duration) {
        int phases = turns * PhaseChoice.PHASES_PER_TURN;
        int sideBySide = 0;
        for (int i = 0; i < phases; i++) {
            boolean way = choice.sideBySide();
            sideBySide += way ? 1 : 0;
            nowNanos += STEP_NANOS;
            choice.took(way, duration.applyAsLong(way), nowNanos);
        }
        return 100L * sideBySide / phases;
    }

    @Test
    void whereACallWaitsForTheNetworkTheyGoSideBySide() {
        run(8, way -> way ? 1_100_000L : 2_000_000L);
        assertThat(run(240, way -> way ? 1_100_000L : 2_000_000L)).isBetween(90L, 99L);
    }

    @Test
    void whereHandingOverCostsMoreThanItSavesTheyGoOneAfterAnother() {
        run(8, way -> way ? 300_000L : 200_000L);
        assertThat(run(240, way -> way ? 300_000L : 200_000L)).isBetween(1L, 10L);
    }

    /** A few seconds after 32 threads became one, that one must not go the way that suited 32. */
    @Test
    void anotherLoadIsNoticedWithinAFewTurnsHoweverLongTheOldOneLasted() {
        run(500, way -> way ? 9_000_000L : 8_000_000L);
        run(4, way -> way ? 300_000L : 500_000L);
        assertThat(run(240, way -> way ? 300_000L : 500_000L)).isBetween(90L, 99L);
        run(4, way -> way ? 9_000_000L : 8_000_000L);
        assertThat(run(240, way -> way ? 9_000_000L : 8_000_000L)).isBetween(1L, 10L);
    }

    @Test
    void aChangeOfWhichWayIsQuickerIsNoticedEvenIfPhasesTakeAsLongAsBefore() {
        run(500, way -> way ? 1_100_000L : 1_000_000L);
        run(2 * PhaseChoice.TURNS_MAX, way -> way ? 700_000L : 1_000_000L);
        assertThat(run(240, way -> way ? 700_000L : 1_000_000L)).isBetween(90L, 99L);
    }

    @Test
    void aDifferenceSmallerThanTheNoiseChangesNothing() {
        run(8, way -> way ? 1_000_000L : 990_000L);
        assertThat(run(240, way -> way ? 1_000_000L : 990_000L)).isBetween(90L, 99L);
    }

    @Test
    void aPhaseOfAnEarlierTurnJudgesNobody() {
        run(8, way -> way ? 300_000L : 200_000L);
        assertThat(choice.sideBySide()).isFalse();
        for (int i = 0; i < 1_000; i++) {
            nowNanos += STEP_NANOS;
            choice.took(true, 1, nowNanos);
        }
        assertThat(choice.sideBySide()).isFalse();
    }

    @Test
    void whatIsOverBeforeAThreadWakesUpIsNotTriedSideBySide() {
        run(8, way -> way ? 60_000L : 2_000L);
        assertThat(run(240, way -> way ? 60_000L : 2_000L)).isZero();
    }

    @Test
    void theOtherWayIsTriedAfterTheFirstTurn() {
        assertThat(choice.sideBySide()).isTrue();
        run(1, way -> 100_000L);
        assertThat(choice.sideBySide()).isFalse();
    }
}
