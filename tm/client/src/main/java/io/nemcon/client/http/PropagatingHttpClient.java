package io.nemcon.client.http;

import io.nemcon.client.context.Propagation;
import io.nemcon.client.context.TransactionContext;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * An HTTP client that sends the calling thread's transaction along, in the header {@value TransactionContext#HEADER}, where the
 * request has none. As thread-safe as the client that it wraps.
 *
 * <p>The transaction is the one of the thread that calls {@code send} or {@code sendAsync}, whichever thread sends then. Commit only
 * after the answer has come: what is still at work in another process when its vote is asked for holds up the commit.
 */
public final class PropagatingHttpClient extends HttpClient {

    private final HttpClient client;
    private final Propagation propagation;
    private final Predicate<URI> takesPart;

    private PropagatingHttpClient(HttpClient client, Propagation propagation, Predicate<URI> takesPart) {
        this.client = client;
        this.propagation = propagation;
        this.takesPart = takesPart;
    }

    /** For a client that speaks to nobody but services of the same group. */
    public static HttpClient of(HttpClient client, Propagation propagation) {
        return of(client, propagation, any -> true);
    }

    /**
     * @param takesPart whether a request to that address is to carry the transaction. Others leave the transaction as it is: one
     *     whose context is never handed out may commit in one phase
     */
    public static HttpClient of(HttpClient client, Propagation propagation, Predicate<URI> takesPart) {
        return new PropagatingHttpClient(client, propagation, takesPart);
    }

    private HttpRequest inTransaction(HttpRequest request) {
        boolean hasOne = request.headers().firstValue(TransactionContext.HEADER).isPresent();
        if (hasOne || !takesPart.test(request.uri())) {
            return request;
        }
        TransactionContext context = propagation.current();
        return context == null
                ? request
                : HttpRequest.newBuilder(request, (name, value) -> true)
                        .setHeader(TransactionContext.HEADER, context.toHeader())
                        .build();
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return client.send(inTransaction(request), handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return client.sendAsync(inTransaction(request), handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushed) {
        return client.sendAsync(inTransaction(request), handler, pushed);
    }

    /** Of the client that is wrapped: a WebSocket belongs to no transaction. */
    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return client.newWebSocketBuilder();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }
}
