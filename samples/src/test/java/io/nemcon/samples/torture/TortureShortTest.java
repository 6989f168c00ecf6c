package io.nemcon.samples.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * The short form of the torture, and what the command says before it starts anything. How long anything took is not checked. What
 * fails here is told with the command that runs the same plan of faults again.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class TortureShortTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int torture(String... arguments) {
        return new CommandLine(new TortureCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void allChecksHoldAfterSomeSecondsOfFaults() {
        int exit = torture("--seconds", "12", "--seed", "17", "--json");

        assertThat(exit).as("exit code; it said: %s", err).isZero();
        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .startsWith("{\"seed\":17,\"seconds\":12,\"committed\":")
                .contains("\"checks\":{\"bankSum\":0,\"toldVersusThere\":0,\"cycles\":0,\"preparedLeft\":0")
                .endsWith("\"ok\":true}");
        assertThat(ProcessHandle.current().descendants())
                .as("nothing is left running")
                .isEmpty();
    }

    @Test
    void onePlanIsPrintedForOneSeed() {
        assertThat(torture("--plan", "--seed", "5")).isZero();
        String first = out.toString();
        assertThat(torture("--plan", "--seed", "5")).isZero();

        assertThat(out).hasToString(first + first);
        assertThat(first.lines()).hasSizeGreaterThan(10).allMatch(line -> line.startsWith("at "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "86401"})
    void secondsThatItDoesNotTakeAreNamedAndExitWithTwo(String seconds) {
        assertThat(torture("--seconds", seconds)).isEqualTo(2);

        assertThat(err.toString()).contains("--seconds takes 5 to 86400, not " + seconds);
    }

    @Test
    void theHelpSaysWhatASeedPromisesAndTheExitCodes() {
        assertThat(torture("--help")).isZero();

        assertThat(out.toString()).contains("same plan of faults").contains("Exit codes:");
    }
}
