package io.nemcon.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.wire.client.WireClientConfig;
import io.nemcon.wire.server.WireServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints, security, limits, names. */
class WireValuesTest {

    private static final Path PEM = Path.of("x.pem");

    @ParameterizedTest
    @ValueSource(strings = {"n1:7420", "10.0.0.1:1", "[::1]:65535", "[fe80::1%eth0]:7420", "tm-1.example.org:7420"})
    void anEndpointPrintsAsItIsParsed(String text) {
        assertThat(WireEndpoint.parse(text)).hasToString(text);
    }

    @Test
    void anIpv6AddressLosesItsBrackets() {
        assertThat(WireEndpoint.parse("[::1]:7420")).isEqualTo(new WireEndpoint("::1", 7420));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n1", "n1:", ":7420", "::1:7420", "n1:x", "n 1:7420", "[::1]", "n1:123456", "[n1:7420"})
    void whatIsNoEndpointIsRefusedWithTheShapeOfOne(String text) {
        assertThatThrownBy(() -> WireEndpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\" is not host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n1:0", "n1:65536", "n1:99999"})
    void aPortIsInItsRange(String text) {
        assertThatThrownBy(() -> WireEndpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not between 1 and 65535");
    }

    @Test
    void theSecretIsNeverPrinted() {
        WireSecurity security = new WireSecurity(PEM, PEM, PEM, true, "correct horse");

        assertThat(security.toString()).contains("secret=***").doesNotContain("horse");
        assertThat(new WireServerConfig("n1", "::1", 0, "", security, WireLimits.defaults()).toString())
                .doesNotContain("horse");
        assertThat(new WireClientConfig("c1", "", security, WireLimits.defaults()).toString())
                .doesNotContain("horse");
        assertThat(WireSecurity.none().toString()).contains("secret=none");
    }

    @Test
    void securityThatContradictsItselfIsRefused() {
        assertThatThrownBy(() -> new WireSecurity(PEM, null, null, false, null))
                .hasMessageContaining("a certificate and its private key go together");
        assertThatThrownBy(() -> new WireSecurity(PEM, PEM, null, true, null))
                .hasMessageContaining("to require client certificates");
        assertThatThrownBy(() -> new WireSecurity(null, null, null, false, "short"))
                .hasMessageContaining("has 5 characters, at least 8")
                .hasMessageNotContaining("short,");
        assertThatThrownBy(() -> new WireClientConfig(
                        "c1", "", new WireSecurity(PEM, PEM, null, false, null), WireLimits.defaults()))
                .hasMessageContaining("no trust file");
    }

    @Test
    void limitsThatCannotWorkAreRefusedByName() {
        WireLimits limits = WireLimits.defaults();

        assertThatThrownBy(() -> limits.withFrameBytesMax(10)).hasMessageContaining("frameBytesMax is 10");
        assertThatThrownBy(() -> limits.withInFlightMax(0)).hasMessageContaining("inFlightMax is 0");
        assertThatThrownBy(() -> limits.withHeartbeat(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessage("silence is 1000 ms, and at least 2000 ms are needed");
        assertThatThrownBy(() -> limits.withReconnect(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("reconnectMax");
        assertThatThrownBy(() -> limits.withWriteBuffer(10_000, 9_999)).hasMessageContaining("writeBufferBytesMax");
    }

    @Test
    void eachWitherChangesItsOwnLimitOnly() {
        WireLimits changed = WireLimits.defaults()
                .withFrameBytesMax(2001)
                .withInFlightMax(2002)
                .withHeartbeat(Duration.ofMillis(2003), Duration.ofMillis(5004))
                .withTimeouts(Duration.ofMillis(2005), Duration.ofMillis(2006))
                .withReconnect(Duration.ofMillis(2007), Duration.ofMillis(2008))
                .withWriteBuffer(2009, 2010)
                .withConnectionsMax(2011)
                .withIoThreads(2012);

        assertThat(changed)
                .isEqualTo(new WireLimits(
                        2001,
                        2002,
                        Duration.ofMillis(2003),
                        Duration.ofMillis(5004),
                        Duration.ofMillis(2005),
                        Duration.ofMillis(2006),
                        Duration.ofMillis(2007),
                        Duration.ofMillis(2008),
                        2009,
                        2010,
                        2011,
                        2012));
    }

    @Test
    void namesAreShortAndPrintable() {
        assertThatThrownBy(() -> new WireClientConfig("a\nb", "", WireSecurity.none(), WireLimits.defaults()))
                .hasMessageContaining("none of them a control character");
        assertThat(WireName.printable("a\nWARN b\u0007", 8)).isEqualTo("a?WARN b");
    }

    @Test
    void statusesTravelByNumber() {
        for (WireStatus status : WireStatus.values()) {
            assertThat(WireStatus.ofCode(status.code())).isEqualTo(status);
        }
        assertThat(WireStatus.ofCode(4711)).as("of a later version").isEqualTo(WireStatus.UNKNOWN_OUTCOME);
    }
}
