package io.nemcon.samples.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.samples.torture.matrix.Choice;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/**
 * A tenth of the crash matrix, with two of its pauses, and no cell begun later than a minute after the start; and what the command says
 * before it starts anything.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class MatrixShortTest {

    private static final int ONE_IN = 10;
    private static final long SEED = 20;
    private static final int PAUSES_MAX = 2;
    private static final int SECONDS_MAX = 60;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int torture(String... arguments) {
        return new CommandLine(new TortureCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void aTenthOfTheCellsEndsAsExpected() throws InterruptedException {
        Choice tenth = new Choice(Pattern.compile(""), ONE_IN, SEED, PAUSES_MAX, SECONDS_MAX);

        boolean ok = new MatrixRun(tenth, new Progress(new PrintWriter(err))).run(true, false, new PrintWriter(out));

        System.out.println(err); // which cells there was time for
        assertThat(ok).as("the matrix said: %s", err).isTrue();
        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .startsWith("{\"cells\":")
                .contains("\"failed\":0,\"notReached\":0")
                .endsWith("\"failing\":[]}");
        assertThat(ProcessHandle.current().descendants())
                .as("nothing is left running")
                .isEmpty();
    }

    @Test
    void theCellsAreListedAndWhatIsNoneWithTheReason() {
        assertThat(torture("--matrix", "--list")).isZero();

        assertThat(out.toString().lines())
                .contains("CLIENT_PREPARED/crash/app")
                .anyMatch(line -> line.startsWith("no cell: NODE_BEFORE_PROPOSE/follower: "));
    }

    @Test
    void cellsThatAreNotThereAreNamedAndExitWithTwo() {
        assertThat(torture("--matrix", "--cells", "NOWHERE")).isEqualTo(2);

        assertThat(err.toString()).contains("NOWHERE");
    }
}
