package io.nemcon.agent.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nemcon.agent.VitalSigns;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells over HTTP how an agent is: {@code GET /health} is answered 200 if all is well, else 503, with the reasons as JSON. Changes nothing
 * and asks nobody else. Threads, waiting requests, connections and the time of each are bounded. Thread-safe.
 */
final class HealthServer implements AutoCloseable {

    static final String PATH = "/health";

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final int NO_BODY = -1;

    private static final int CONNECTIONS_WAITING_MAX = 16;
    private static final int THREADS_MAX = 2;
    private static final int REQUESTS_WAITING_MAX = 16;
    private static final String CONNECTIONS_MAX = "64";
    private static final String SECONDS_MAX = "5";

    private final HttpServer http;
    private final ThreadPoolExecutor threads;
    private final String agent;
    private final Supplier<List<VitalSigns>> vitals;

    /** @throws IOException if it can't listen there */
    HealthServer(InetSocketAddress listen, String agent, Supplier<List<VitalSigns>> vitals) throws IOException {
        this.agent = agent;
        this.vitals = vitals;
        boundEachRequest();
        this.http = HttpServer.create(listen, CONNECTIONS_WAITING_MAX);
        this.threads = new ThreadPoolExecutor(
                THREADS_MAX,
                THREADS_MAX,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(REQUESTS_WAITING_MAX),
                task -> {
                    Thread thread = new Thread(task, "nemcon-health");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
        http.setExecutor(threads);
        http.createContext(PATH, this::answer);
        http.start();
    }

    /** The JDK's server has these for the whole process, and unlimited if nobody says otherwise. */
    private static void boundEachRequest() {
        for (String key : List.of("sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime")) {
            setUnlessSet(key, SECONDS_MAX);
        }
        setUnlessSet("jdk.httpserver.maxConnections", CONNECTIONS_MAX);
    }

    private static void setUnlessSet(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }

    /** Where it listens; the port is one that is taken where 0 was asked for. */
    InetSocketAddress address() {
        return http.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, NO_BODY);
            } else {
                tell(exchange, vitals.get());
            }
        }
    }

    private void tell(HttpExchange exchange, List<VitalSigns> signs) throws IOException {
        byte[] body = HealthText.of(agent, signs).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(HealthText.isHealthy(signs) ? OK : UNAVAILABLE, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
