package io.nemcon.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What an operator is told when a node can't start: one message, a non-zero code, nothing written. */
class ServerCommandTest {

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String... settings) {
        CommandLine line = new CommandLine(new ServerCommand());
        line.getCommandSpec().version("test");
        line.setErr(new PrintWriter(err, true));
        return line.execute(Stream.of(settings)
                .flatMap(setting -> Stream.of("--set", setting))
                .toArray(String[]::new));
    }

    private String data() {
        return "data.folder=" + folder.resolve("data");
    }

    private void assertNothingWritten() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void anUnknownKey() throws Exception {
        assertThat(run("data.fodler=x", data())).isEqualTo(2);
        assertThat(err.toString()).contains("unknown key 'data.fodler'");
        assertNothingWritten();
    }

    @Test
    void anOccupiedPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("node.listen=127.0.0.1:" + taken.getLocalPort(), data()))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("127.0.0.1").contains(String.valueOf(taken.getLocalPort()));
            assertThat(err.toString().lines()).hasSize(1);
            assertNothingWritten();
        }
    }

    @Test
    void aBindBeyondLoopbackWithoutTlsAndAuthentication() throws Exception {
        assertThat(run("node.listen=0.0.0.0:7659", "node.address=127.0.0.1:7659", data()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("0.0.0.0").contains("TLS");
        assertNothingWritten();
    }

    @Test
    void aFolderThatIsAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("data"), "a letter");
        assertThat(run("node.listen=127.0.0.1:" + freePort(), "data.folder=" + file))
                .isEqualTo(1);
        assertThat(err.toString()).contains(file.toString());
        assertThat(Files.readString(file)).isEqualTo("a letter");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void theHelpListsEveryKey() {
        String help = new CommandLine(new ServerCommand()).getUsageMessage();
        assertThat(help)
                .contains("raft.electionTimeout")
                .contains("NEMCON_DATA_FOLDER")
                .contains("7d");
    }
}
