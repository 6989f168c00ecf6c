package io.nemcon.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is said before anything is started. */
class DemoCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int demo(String... arguments) {
        return new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "--nodes, 2, '--nodes takes 1, 3 or 5, not 2'",
        "--threads, 0, '--threads takes 1 to 64, not 0'",
        "--seconds, 1, '--seconds takes 2 to 3600, not 1'",
        "--db, oracle, expected one of [postgresql",
        "--kill, everyone, expected one of [none"
    })
    void whatItDoesNotTakeIsNamedAndExitsWithTwo(String option, String value, String says) {
        assertThat(demo(option, value)).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(says);
    }

    @Test
    void theHelpHasExamplesAndExitCodes() {
        assertThat(demo("--help")).isZero();

        assertThat(out.toString())
                .contains("Examples:")
                .contains("nemcon demo --kill none --json")
                .contains("Exit codes:")
                .contains("postgresql, mariadb, h2");
    }
}
