package io.nemcon.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.benchmarks.system.SystemName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every system really commits something, and the result has the form that was promised. What figures say is not tested. */
class BenchShortTest {

    @TempDir
    Path folder;

    @Test
    void everyManagerCommitsResourcesThatDoNothing() throws Exception {
        ResultFile result = runShort("tm");

        assertThat(result.report().rows()).extracting(Row::system).isEqualTo(SystemName.managers());
        assertThat(result.report().rows()).extracting(Row::workload).containsOnly("tm");
    }

    @Test
    void everySystemMovesMoneyBetweenTwoDatabasesAndLosesNone() throws Exception {
        ResultFile result = runShort("pg");

        assertThat(result.report().rows()).extracting(Row::system).isEqualTo(Arrays.asList(SystemName.values()));
        assertThat(result.report().rows()).extracting(Row::workload).containsOnly("pg");
    }

    @Test
    void whatAKilledAppLeftInDoubtIsResolvedAsItWasDecided() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int code = BenchCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("recovery", "--short", "--json", "--folder", folder.toString());

        assertThat(code).as("exit code; said: %s", err).isZero();
        assertThat(out.toString().strip())
                .startsWith("{\"recoveries\":[{\"branches\":1,\"rounds\":1,\"inDoubt\":")
                .contains("{\"branches\":20,\"rounds\":1,\"inDoubt\":", "\"asDecided\":true", "\"machine\":{\"cores\":")
                .doesNotContain("\"asDecided\":false")
                .endsWith("}");
        assertThat(err.toString()).contains("20 branches, round 1 of 1: being prepared");
    }

    @Test
    void branchesThatCannotBePairedAreWrongUsage() {
        StringWriter err = new StringWriter();

        int code = BenchCommand.commandLine()
                .setErr(new PrintWriter(err))
                .execute("recovery", "--branches", "1,7", "--folder", folder.toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("even numbers");
    }

    private ResultFile runShort(String workload) throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Path file = folder.resolve("result.json");
        CommandLine command =
                BenchCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

        int code =
                command.execute(workload, "--short", "--json", "--out", file.toString(), "--folder", folder.toString());

        assertThat(code).as("exit code; said: %s", err).isZero();
        assertThat(out.toString().strip())
                .startsWith("{\"rows\":[{\"workload\":\"" + workload + "\",\"system\":\"")
                .contains("\"ratios\":{", "\"machine\":{\"cores\":")
                .endsWith("}");
        ResultFile result = ResultFile.read(file);
        assertThat(result.report().rows())
                .allSatisfy(row -> assertThat(row.tps()).isPositive());
        assertThat(result.machine()).containsKeys("cores", "kernel", "jdk", "narayana", "artemis", "atomikos");
        return result;
    }

    @Test
    void aSystemThatIsNotThereIsWrongUsage() {
        StringWriter err = new StringWriter();

        int code = BenchCommand.commandLine()
                .setErr(new PrintWriter(err))
                .execute("tm", "--systems", "bitronix", "--folder", folder.toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("there is no system bitronix", "narayana-artemis");
        assertThat(List.of(folder.toFile().list())).isEmpty();
    }
}
