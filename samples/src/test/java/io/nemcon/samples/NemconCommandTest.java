package io.nemcon.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class NemconCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine nemcon =
            NemconCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void helpGoesToStandardOutputAndExplainsEverySubcommand() {
        assertThat(nemcon.execute("--help")).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).contains("Usage: nemcon");
        nemcon.getSubcommands().forEach((name, command) -> {
            assertThat(out.toString()).contains("  " + name);
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as("description of 'nemcon %s'", name)
                    .isNotEmpty();
        });
    }

    @Test
    void versionIsTheOneOfTheBuild() {
        assertThat(nemcon.execute("--version")).isZero();

        assertThat(out.toString()).containsPattern("^nemcon \\d+\\.\\d+\\.\\d+").doesNotContain("$");
    }

    @Test
    void withoutASubcommandItSaysWhatThereIsAndExitsWithTwo() {
        assertThat(nemcon.execute()).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("Missing required subcommand").contains("Usage: nemcon");
    }

    @Test
    void anUnknownSubcommandIsNamedAndExitsWithTwo() {
        assertThat(nemcon.execute("sevrer")).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("sevrer");
    }
}
