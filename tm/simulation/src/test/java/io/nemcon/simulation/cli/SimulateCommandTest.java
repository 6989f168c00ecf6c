package io.nemcon.simulation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command line of the simulation, run in this process. */
class SimulateCommandTest {

    private final StringWriter out = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = SimulateCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(new StringWriter(), true));
        return command.execute(arguments);
    }

    @Test
    void theLastLineIsForPrograms() {
        assertThat(run("--seeds", "3", "--first-seed", "7", "--json")).isZero();

        String[] lines = out.toString().strip().split("\\R");
        assertThat(lines[lines.length - 1])
                .startsWith("{\"seeds\":3,\"violations\":0,\"speedup\":")
                .contains("\"faults\":{\"KILL_NODE\":")
                .endsWith("\"failingSeeds\":[]}");
    }

    @Test
    void aSeedIsShownEventByEvent() {
        assertThat(run("--seed", "7", "--trace")).isZero();

        assertThat(out.toString())
                .contains("tm1    starts")
                .contains("DECIDE COMMIT")
                .contains("all faults are over")
                .contains("seed 7: nothing violated");
    }

    @Test
    void aPlantedBugIsTold() {
        assertThat(run("--planted", "--only", "COMMITS_BEFORE_DECIDE", "--seeds", "20", "--json"))
                .isZero();

        assertThat(out.toString())
                .contains("1 of 1 found within 20 seeds each")
                .contains("{\"planted\":[{\"name\":\"COMMITS_BEFORE_DECIDE\",\"found\":true,\"seeds\":");
    }

    @Test
    void aSmallScopeIsGoneThroughToItsEnd() {
        assertThat(run("--exhaustive", "--scope", "one transaction", "--json")).isZero();

        assertThat(out.toString())
                .contains("one transaction: ")
                .contains("gone through to the end, nothing was violated")
                .contains("a repeated DECIDE is answered with what is decided already")
                .contains("{\"scopes\":[{\"name\":\"one transaction\",\"states\":")
                .contains("\"violations\":0,\"steps\":[]}]}");
    }
}
