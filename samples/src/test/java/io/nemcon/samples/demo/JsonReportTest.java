package io.nemcon.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.samples.demo.bank.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {

    @Test
    void aGoodRunIsOneLineWithEveryPromisedField() {
        assertThat(JsonReport.of(Results.good()))
                .isEqualTo("{\"transactions\":6,\"committed\":4,\"rolledBack\":1,\"unknown\":1,"
                        + "\"moneyBefore\":2000,\"moneyAfter\":2000,"
                        + "\"toldCommittedMissing\":0,\"toldRolledBackPresent\":0,\"inDoubtLeft\":0,"
                        + "\"leaderKills\":1,\"failoverMs\":[640],\"appKills\":1,\"resolveMs\":[1730],"
                        + "\"throughput\":2.00,\"p50Ms\":9.00,\"p99Ms\":631.00,\"ok\":true}");
    }

    @Test
    void aRunWithoutKillsAndWithoutCommitsHasEmptyListsAndZeroes() {
        DemoResult result = DemoResult.of(
                new Verdict(5, 5, 0, 0, 0, 0, 0, 0, 0, 0), Duration.ofSeconds(1), List.of(), List.of(), List.of());

        assertThat(JsonReport.of(result))
                .contains("\"leaderKills\":0,\"failoverMs\":[],\"appKills\":0,\"resolveMs\":[]")
                .contains("\"throughput\":0.00,\"p50Ms\":0.00,\"p99Ms\":0.00,\"ok\":false");
    }

    @Test
    void moneyThatIsMissingIsReportedAndNotOk() {
        assertThat(JsonReport.of(Results.of(new Verdict(2_000, 1_999, 4, 1, 1, 0, 0, 0, 0, 0))))
                .contains("\"moneyAfter\":1999")
                .endsWith("\"ok\":false}");
    }
}
