package io.nemcon.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.agent.PreparedUse;
import io.nemcon.agent.VitalSigns;
import io.nemcon.core.id.ResourceName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an agent tells over HTTP of vital signs that the test makes up. */
class HealthTest {

    private static final VitalSigns WELL = new VitalSigns(
            new ResourceName("orders"), true, true, true, 120, 77, 1, 30, new PreparedUse(3, 64), List.of());

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile List<VitalSigns> signs = List.of(WELL);
    private HealthServer server;

    @BeforeEach
    void start() throws IOException {
        server = new HealthServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "beside", () -> signs);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void oneThatIsWellSaysSo() throws Exception {
        HttpResponse<String> answer = ask("GET", "/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"agent\":\"beside\",\"healthy\":true,\"resources\":[{\"resource\":\"orders\",\"healthy\":true,"
                                + "\"faults\":[],\"active\":true,\"groupAnswers\":true,\"resourceAnswers\":true,\"scannedAgoMs\":120,"
                                + "\"index\":77,\"unfinished\":1,\"oldestUnfinishedMs\":30,\"prepared\":3,\"preparedMax\":64}]}");
    }

    @Test
    void oneUnwellResourceMakesTheAgentUnwell() throws Exception {
        signs = List.of(WELL, VitalSigns.notOpen(new ResourceName("stock"), "no \"stock\"\n\\here"));

        HttpResponse<String> answer = ask("GET", "/health");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("\"agent\":\"beside\",\"healthy\":false", "\"no \\\"stock\\\"\\u000a\\\\here\"")
                .contains(
                        "\"scannedAgoMs\":null",
                        "\"oldestUnfinishedMs\":null",
                        "\"prepared\":null,\"preparedMax\":null");
    }

    @Test
    void aServerWithoutLimitHasACountAndNoMaximum() {
        VitalSigns unlimited = new VitalSigns(
                WELL.resource(), true, true, true, 1, 1, 0, VitalSigns.NEVER, PreparedUse.withoutLimit(5), List.of());

        assertThat(HealthText.of("beside", List.of(unlimited))).contains("\"prepared\":5,\"preparedMax\":null");
    }

    @Test
    void nothingElseIsTold() throws Exception {
        assertThat(ask("GET", "/healthy").statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/health").statusCode()).isEqualTo(405);
    }

    @Test
    void aPortThatSomebodyHasIsToldAtOnce() {
        assertThatThrownBy(() -> new HealthServer(server.address(), "second", List::of))
                .isInstanceOf(IOException.class);
    }
}
