package io.nemcon.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.benchmarks.crash.CrashCase;
import io.nemcon.benchmarks.crash.CrashRow;
import io.nemcon.benchmarks.system.SystemName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformancePageTest {

    private static final Report REPORT = new Report(List.of(
            new Row("tm", SystemName.NEMCON_EMBEDDED, 1, 1_200, 0.8, 2.5, 0.125, 1.0),
            new Row("tm", SystemName.NARAYANA, 1, 1_000, 1, 3, 0.25, null)));

    private static final List<CrashRow> CRASHES = List.of(
            new CrashRow(new CrashCase(SystemName.NEMCON_3NODES, CrashCase.Disk.NONE), 30, 1_234L, 0, 0),
            new CrashRow(new CrashCase(SystemName.NARAYANA, CrashCase.Disk.LOST), 36, null, 36, -12));

    @TempDir
    Path docs;

    @Test
    void whatWasWrittenAsJsonIsReadBackAsItWas() throws IOException {
        Path figures = Files.writeString(
                docs.resolve("tm.json"), ReportJson.of(REPORT, Map.of("cores", "2"), Map.of("rounds", "3")));
        Path crashes = Files.writeString(docs.resolve("crash.json"), CrashJson.of(CRASHES, Map.of()));

        ResultFile read = ResultFile.read(figures);
        assertThat(read.report()).isEqualTo(REPORT);
        assertThat(read.machine()).containsExactly(Map.entry("cores", "2"));
        assertThat(read.settings()).containsExactly(Map.entry("rounds", "3"));
        assertThat(ResultFile.read(crashes).crashes()).isEqualTo(CRASHES);
    }

    @Test
    void thePageKeepsItsWordsAndGetsTheFiguresAndAChart() throws IOException {
        Path page = docs.resolve("performance.md");
        Files.writeString(page, "Before\n" + PerformancePage.BEGIN + "\nold\n" + PerformancePage.END + "\nAfter\n");

        new PerformancePage(docs).write(List.of(new ResultFile(REPORT, CRASHES, Map.of("cores", "2"), Map.of())));

        assertThat(page)
                .content()
                .startsWith("Before\n")
                .endsWith(PerformancePage.END + "\nAfter\n")
                .doesNotContain("old")
                .contains("| 1 | nemcon-embedded | 1,200 | 1.20 | - | 0.800 | 2.500 | 0.125 | 1.00 |")
                .contains("| narayana | log's disk lost | 36 | not while watched | 36 | undecided |");
        assertThat(docs.resolve("img/bench-tm.svg")).content().contains("nemcon-embedded: 1,200");
    }

    @Test
    void aPageWithoutMarkersIsLeftAlone() throws IOException {
        Path page = Files.writeString(docs.resolve("performance.md"), "Before\n");

        assertThatThrownBy(() -> new PerformancePage(docs).write(List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no place for figures");
        assertThat(page).content().isEqualTo("Before\n");
    }
}
