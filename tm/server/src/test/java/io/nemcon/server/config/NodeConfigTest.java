package io.nemcon.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeConfigTest {

    @TempDir
    Path folder;

    private Path file(String... lines) throws Exception {
        return Files.write(folder.resolve("node.properties"), List.of(lines));
    }

    @Test
    void commandLineWinsOverEnvironmentOverFileOverDefault() throws Exception {
        Path file = file("data.folder=from-file", "group.name=from-file", "node.name=from-file");
        NodeConfig config = NodeConfig.read(
                file,
                Map.of("NEMCON_GROUP_NAME", "from-environment", "NEMCON_NODE_NAME", "from-environment"),
                List.of("node.name=from-command-line"));
        assertThat(config.folder()).isEqualTo(Path.of("from-file"));
        assertThat(config.group()).isEqualTo("from-environment");
        assertThat(config.name()).isEqualTo("from-command-line");
        assertThat(config.electionTimeout()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aNodeWithoutOthersIsAGroupOfOne() throws Exception {
        NodeConfig config = NodeConfig.read(file("data.folder=x", "node.listen=127.0.0.1:7000"), Map.of(), List.of());
        assertThat(config.voters()).containsExactly(new WireEndpoint("127.0.0.1", 7000));
        assertThat(config.observers()).isEmpty();
    }

    @Test
    void everyFaultIsReportedAtOnceAndNamesItsKey() throws Exception {
        Path file = file(
                "node.listne=127.0.0.1:7000",
                "raft.electionTimeout=soon",
                "group.nodes=127.0.0.1:7650,127.0.0.1:7651",
                "security.trust=/no/such/file.pem",
                "security.clientCertificateRequired=perhaps");
        assertThatThrownBy(() -> NodeConfig.read(file, Map.of(), List.of("nonsense")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown key 'node.listne'")
                .hasMessageContaining("raft.electionTimeout=soon: a duration is a number and one of ms, s, m, h, d")
                .hasMessageContaining("2 voters bear no more failures than 1")
                .hasMessageContaining("security.trust=/no/such/file.pem: there is no such file")
                .hasMessageContaining("security.clientCertificateRequired=perhaps: it takes true or false")
                .hasMessageContaining("data.folder is not set")
                .hasMessageContaining("--set takes key=value, not 'nonsense'");
    }

    @Test
    void aKeyOfTheRightNameInTheWrongPlaceIsSuggested() {
        assertThatThrownBy(() -> NodeConfig.read(null, Map.of(), List.of("electionTimeout=1s", "data.folder=x")))
                .hasMessageContaining("did you mean 'raft.electionTimeout'?");
    }

    @Test
    void aNodeOutsideItsOwnGroupIsRefused() {
        assertThatThrownBy(() -> NodeConfig.read(null, Map.of(), List.of("group.nodes=10.0.0.1:7650", "data.folder=x")))
                .hasMessageContaining("this node, 127.0.0.1:7650, is neither in group.nodes nor in group.observers");
    }

    @Test
    void theSecretIsNeverShown() throws Exception {
        NodeConfig config =
                NodeConfig.read(null, Map.of(), List.of("security.secret=correct-horse-battery", "data.folder=x"));
        assertThat(config.security().secret()).isEqualTo("correct-horse-battery");
        assertThat(config.described()).contains("security.secret=***").doesNotContain("correct-horse-battery");
        assertThat(config.toString()).doesNotContain("correct-horse-battery");
    }

    @Test
    void aSecretComesFromAFileToo() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "correct-horse-battery\n");
        NodeConfig config = NodeConfig.read(null, Map.of(), List.of("security.secretFile=" + secret, "data.folder=x"));
        assertThat(config.security().secret()).isEqualTo("correct-horse-battery");
    }

    @Test
    void everyKeyIsInTheConfigurationPage() throws Exception {
        String page = Files.readString(Path.of("../../docs/configuration.md"));
        for (ConfigKey key : ConfigKey.values()) {
            assertThat(page).contains("`" + key.key() + "`").contains("`" + key.environment() + "`");
        }
    }
}
