package io.nemcon.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.agent.ResourceAddress;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.wire.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigTest {

    @TempDir
    Path folder;

    private Path file(String... lines) throws Exception {
        return Files.write(folder.resolve("agent.properties"), List.of(lines));
    }

    @Test
    void aFileNamesTheGroupAndTheDatabases() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "swordfish\n");
        AgentConfig config = AgentConfig.read(
                file(
                        "agent.name=beside-orders",
                        "group.nodes=tm1:7650,tm2:7650",
                        "session.ttl=5s",
                        "resource.orders.url=jdbc:postgresql://db1/orders",
                        "resource.orders.user=recovery",
                        "resource.orders.passwordFile=" + password,
                        "resource.orders.property.sslmode=require",
                        "resource.stock.url=jdbc:h2:tcp://db2/stock"),
                Map.of(),
                List.of());

        assertThat(config.client().kind()).isEqualTo(SessionKind.AGENT);
        assertThat(config.client().name()).isEqualTo("beside-orders");
        assertThat(config.client().endpoints()).containsExactly("tm1:7650", "tm2:7650");
        assertThat(config.client().sessionTtl()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.resources())
                .containsExactly(
                        new ResourceAddress(
                                new ResourceName("orders"),
                                "jdbc:postgresql://db1/orders",
                                "recovery",
                                "swordfish",
                                Map.of("sslmode", "require")),
                        new ResourceAddress(
                                new ResourceName("stock"), "jdbc:h2:tcp://db2/stock", null, null, Map.of()));
    }

    @Test
    void thePasswordMayComeFromTheEnvironmentAndIsNeverShown() throws Exception {
        AgentConfig config = AgentConfig.read(
                file("resource.orders.url=jdbc:postgresql://db1/orders", "resource.orders.property.sslpassword=hidden"),
                Map.of("NEMCON_RESOURCE_ORDERS_PASSWORD", "swordfish"),
                List.of());

        assertThat(config.resources().get(0).password()).isEqualTo("swordfish");
        assertThat(config.described())
                .contains("resource.orders.password=***", "resource.orders.url=jdbc:postgresql://db1/orders")
                .doesNotContain("swordfish", "hidden");
        assertThat(config.resources().get(0).toString()).doesNotContain("swordfish", "hidden");
    }

    @Test
    void theCommandLineWinsOverTheEnvironment() throws Exception {
        AgentConfig config = AgentConfig.read(
                null,
                Map.of("NEMCON_AGENT_NAME", "from-environment", "NEMCON_RESOURCE_ORDERS_USER", "from-environment"),
                List.of(
                        "agent.name=from-command-line",
                        "resource.orders.user=from-command-line",
                        "resource.orders.url=jdbc:h2:mem:orders"));

        assertThat(config.client().name()).isEqualTo("from-command-line");
        assertThat(config.resources().get(0).user()).isEqualTo("from-command-line");
    }

    @Test
    void healthIsAskedNowhereUnlessAPortIsGivenAndThenOnlyFromThisMachine() throws Exception {
        List<String> resource = List.of("resource.orders.url=jdbc:h2:mem:orders");
        HealthConfig silent = AgentConfig.read(null, Map.of(), resource).health();
        HealthConfig told = AgentConfig.read(
                        null, Map.of("NEMCON_HEALTH_PORT", "7660", "NEMCON_HEALTH_PREPARED_WARNING", "50"), resource)
                .health();

        assertThat(silent).isEqualTo(new HealthConfig(null, 80));
        assertThat(told.preparedWarningPercent()).isEqualTo(50);
        assertThat(told.listen().getAddress().isLoopbackAddress()).isTrue();
        assertThat(told.listen().getPort()).isEqualTo(7_660);
    }

    @Test
    void everyFaultIsToldAtOnceAndNamesItsKey() {
        assertThatThrownBy(() -> AgentConfig.read(
                        file(
                                "group.node=tm1:7650",
                                "session.ttl=soon",
                                "health.port=70000",
                                "health.preparedWarning=0",
                                "resource.orders.pasword=x",
                                "resource.stock.user=agent",
                                "security.trust=/no/such/file.pem"),
                        Map.of(),
                        List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown key 'group.node'")
                .hasMessageContaining("unknown key 'resource.orders.pasword'")
                .hasMessageContaining("session.ttl=soon: a duration is a number and one of ms, s, m, h, d")
                .hasMessageContaining("health.port=70000: it takes a whole number from 1 to 65535")
                .hasMessageContaining("health.preparedWarning=0: it takes a whole number from 1 to 100")
                .hasMessageContaining("resource.stock.url is not set")
                .hasMessageContaining("security.trust=/no/such/file.pem: there is no such file")
                .hasMessageContaining("no resource is named");
    }
}
