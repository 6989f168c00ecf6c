package io.nemcon.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.nemcon.client.context.TransactionContext;
import io.nemcon.client.fake.FakePropagation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes out with a request, against a real server that says what it got. */
class PropagatingHttpClientTest {

    private static final String CONTEXT = FakePropagation.CONTEXT.toHeader();

    private final FakePropagation propagation = new FakePropagation();
    private final HttpClient plain = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            List<String> got = exchange.getRequestHeaders().get(TransactionContext.HEADER);
            byte[] body = (exchange.getRequestMethod() + " " + got).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                .POST(HttpRequest.BodyPublishers.ofString("x"));
    }

    @Test
    void theThreadsTransactionGoesAlong() throws Exception {
        HttpClient client = PropagatingHttpClient.of(plain, propagation);
        assertThat(client.send(request("/").build(), BodyHandlers.ofString()).body())
                .isEqualTo("POST null");
        propagation.own = FakePropagation.CONTEXT;
        assertThat(client.send(request("/").build(), BodyHandlers.ofString()).body())
                .isEqualTo("POST [" + CONTEXT + "]");
        assertThat(client.sendAsync(request("/").build(), BodyHandlers.ofString())
                        .get(20, TimeUnit.SECONDS)
                        .body())
                .isEqualTo("POST [" + CONTEXT + "]");
    }

    @Test
    void aHeaderThatIsThereStays() throws Exception {
        HttpClient client = PropagatingHttpClient.of(plain, propagation);
        propagation.own = FakePropagation.CONTEXT;
        HttpRequest request =
                request("/").header(TransactionContext.HEADER, "another").build();
        assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("POST [another]");
    }

    @Test
    void onlyThoseWhoTakePartHearOfIt() throws Exception {
        HttpClient client = PropagatingHttpClient.of(
                plain, propagation, address -> address.getPath().startsWith("/ours"));
        propagation.own = FakePropagation.CONTEXT;
        assertThat(client.send(request("/ours").build(), BodyHandlers.ofString())
                        .body())
                .contains(CONTEXT);
        assertThat(client.send(request("/others").build(), BodyHandlers.ofString())
                        .body())
                .isEqualTo("POST null");
    }

    @Test
    void otherwiseItIsTheClientThatItWraps() throws Exception {
        HttpClient client = PropagatingHttpClient.of(plain, propagation);
        assertThat(client.version()).isEqualTo(plain.version());
        assertThat(client.followRedirects()).isEqualTo(plain.followRedirects());
        assertThat(client.sslContext()).isSameAs(plain.sslContext());
        assertThat(client.cookieHandler()).isEmpty();
        assertThat(client.connectTimeout()).isEmpty();
        assertThat(client.proxy()).isEmpty();
        assertThat(client.authenticator()).isEmpty();
        assertThat(client.executor()).isEmpty();
        assertThat(client.sslParameters().getProtocols())
                .isEqualTo(plain.sslParameters().getProtocols());
    }
}
