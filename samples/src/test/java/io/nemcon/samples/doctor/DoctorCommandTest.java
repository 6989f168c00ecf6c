package io.nemcon.samples.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code nemcon doctor} prints and how it exits. */
class DoctorCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new DoctorCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void aFitDatabaseEndsWithItsMode() {
        assertThat(run("--url", "jdbc:h2:mem:doctor;DB_CLOSE_DELAY=-1")).isZero();
        assertThat(out.toString())
                .contains("ok       prepare")
                .contains("ok       read-only branch")
                .contains("fit to take part, by: XAResource");
        assertThat(out.toString().lines().mapToInt(String::length).max().orElse(0))
                .isLessThan(160);
    }

    @Test
    void jsonSaysTheSame() {
        assertThat(run("--url", "jdbc:h2:mem:doctor;DB_CLOSE_DELAY=-1", "--resource", "orders", "--output", "json"))
                .isZero();
        assertThat(out.toString())
                .startsWith("{\"resource\":\"orders\",\"server\":\"H2 ")
                .contains("\"fit\":true", "\"mode\":\"XAResource\"", "{\"check\":\"prepare\",\"verdict\":\"ok\"");
    }

    @Test
    void aDatabaseThatDoesNotAnswerExitsWith3() throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        assertThat(run("--url", "jdbc:postgresql://127.0.0.1:" + nobody + "/orders", "--user", "app"))
                .isEqualTo(3);
        assertThat(out.toString()).contains("PROBLEM  connection").contains("does not answer");
    }

    @Test
    void anUnknownDatabaseExitsWith5() {
        assertThat(run("--url", "jdbc:db2://db1/orders")).isEqualTo(5);
        assertThat(out.toString()).contains("PROBLEM  adapter", "jdbc:db2://db1/orders");
    }

    @Test
    void wrongUsageExitsWith2AndNamesWhatIsWrong(@TempDir Path folder) {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("--url");
        Path missing = folder.resolve("secret");
        assertThat(run("--url", "jdbc:h2:mem:doctor", "--password-file", missing.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains(missing.toString());
    }
}
