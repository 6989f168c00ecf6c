package io.nemcon.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/**
 * The whole of it, with processes, databases and two SIGKILLs (scenarios 4 to 8, 19, 52 to 54, with a dead owner). How long
 * anything took is not checked here: that is what the command is for, on a machine that does nothing else.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DemoEndToEndTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int demo(String... arguments) {
        return new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void theLeaderAndAnAppAreKilledAndNoMoneyIsLostOrMade() {
        int exit = demo("--seconds", "6", "--kill", "both", "--json");

        assertThat(exit).as("exit code; it said: %s", err).isZero();
        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .contains("\"moneyBefore\":2000000,\"moneyAfter\":2000000")
                .contains("\"toldCommittedMissing\":0,\"toldRolledBackPresent\":0,\"inDoubtLeft\":0")
                .contains("\"leaderKills\":1,\"failoverMs\":[")
                .contains("\"appKills\":1,\"resolveMs\":[")
                .doesNotContain("[]")
                .endsWith("\"ok\":true}");
        assertThat(err.toString())
                .contains("SIGKILL to the leader")
                .contains("SIGKILL to app-2")
                .contains("OK: ");
        assertThat(ProcessHandle.current().descendants())
                .as("nothing is left running")
                .isEmpty();
    }
}
