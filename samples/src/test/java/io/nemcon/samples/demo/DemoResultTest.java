package io.nemcon.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.samples.demo.bank.Notes;
import io.nemcon.samples.demo.bank.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoResultTest {

    @Test
    void aGoodRunHasNoFaults() {
        assertThat(Results.good().faults()).isEmpty();
        assertThat(Results.good().ok()).isTrue();
    }

    static Stream<Verdict> badVerdicts() {
        return Stream.of(
                new Verdict(2_000, 2_001, 4, 1, 1, 0, 0, 0, 0, 0),
                new Verdict(2_000, 2_000, 4, 1, 1, 1, 0, 0, 0, 0),
                new Verdict(2_000, 2_000, 4, 1, 1, 0, 1, 0, 0, 0),
                new Verdict(2_000, 2_000, 4, 1, 1, 0, 0, 1, 0, 0),
                new Verdict(2_000, 2_000, 4, 1, 1, 0, 0, 0, 1, 0),
                new Verdict(2_000, 2_000, 4, 1, 1, 0, 0, 0, 0, 1));
    }

    @ParameterizedTest
    @MethodSource("badVerdicts")
    void eachFaultOfTheVerdictIsOneOfTheRunAndSaidInTheSummary(Verdict bad) {
        assertThat(bad.ok()).isFalse();
        assertThat(Results.of(bad).ok()).isFalse();
        assertThat(Results.of(bad).faults()).hasSize(1);
        assertThat(new Summary(Results.of(bad)).lines()).last().asString().startsWith("NOT OK: ");
    }

    @Test
    void onlyACommitCalledAfterTheLeadersEndEndsTheFailover() {
        // The commit told at 10,630 had been called before: the dead leader may have decided it.
        assertThat(Results.LEADER_KILL.failoverMs(Results.notes())).hasValue(640);
    }

    @Test
    void aFailoverThatNeverEndedIsAFault() {
        List<Notes> before = List.of(new Notes(List.of(Results.committed(1, 9_000, 10_700, 1)), Set.of()));

        DemoResult result = DemoResult.of(
                Results.GOOD_VERDICT, Duration.ofSeconds(1), before, List.of(Results.LEADER_KILL), List.of());

        assertThat(result.failoverMs()).isEmpty();
        assertThat(result.faults()).singleElement().asString().contains("after the leader was killed");
    }

    @Test
    void branchesOfAKilledAppThatStayAreAFault() {
        DemoResult result = DemoResult.of(
                Results.GOOD_VERDICT,
                Duration.ofSeconds(1),
                Results.notes(),
                List.of(),
                List.of(new AppKill("app-2", 8, OptionalLong.empty())));

        assertThat(result.resolveMs()).isEmpty();
        assertThat(result.faults()).singleElement().asString().contains("killed app");
    }

    @Test
    void theSummarySaysWhatHappenedInWords() {
        assertThat(String.join("\n", new Summary(Results.good()).lines()))
                .contains("2,000 before, 2,000 after: none lost, none made")
                .contains("6: 4 told COMMITTED, 1 told rolled back, 1 never told")
                .contains("tm-2 killed; next commit acknowledged after 640 ms (target: below 1,000)")
                .contains("app-2 killed amid 8 transfers; nothing prepared left after 1,730 ms")
                .contains("OK: every transfer");
    }

    @Test
    void aMissedTargetIsSaidAndIsNoFault() {
        DemoResult result = DemoResult.of(
                Results.GOOD_VERDICT,
                Duration.ofSeconds(1),
                Results.notes(),
                List.of(new LeaderKill("tm-1", 9_600, 9_605)),
                List.of(new AppKill("app-2", 8, OptionalLong.of(3_000))));

        assertThat(String.join("\n", new Summary(result).lines()))
                .contains("after 1,030 ms (target: below 1,000, MISSED)")
                .contains("after 3,000 ms (target: below 3,000, MISSED)");
        assertThat(result.ok()).isTrue();
    }
}
