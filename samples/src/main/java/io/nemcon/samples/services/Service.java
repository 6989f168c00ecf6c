package io.nemcon.samples.services;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nemcon.client.Nemcon;
import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.xa.NemconDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service's process: its client, its database and its port, which the operating system picks. */
final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final int THREADS = 8;
    private static final int INTERNAL_ERROR = 500;
    private static final int OK = 200;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    private Service(HttpServer server) {
        this.server = server;
    }

    static NemconDataSource dataSource(Nemcon nemcon, BankLogin login) throws SQLException {
        return NemconDataSource.builder(nemcon, login.database())
                .url(login.url())
                .user(login.user())
                .password(login.password())
                .maximumPoolSize(2 * THREADS)
                .build();
    }

    /** Starts to listen on the loopback address. */
    static Service start(String path, Work work, List<Filter> filters) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Service service = new Service(server);
        server.createContext(path, exchange -> answer(exchange, work))
                .getFilters()
                .addAll(filters);
        server.setExecutor(service.threads);
        server.start();
        return service;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Work work) throws IOException {
        try {
            reply(exchange, OK, work.answer(exchange));
        } catch (ServiceException refused) {
            reply(exchange, refused.status(), String.valueOf(refused.getMessage()));
            throw new IOException(refused); // the filter marks the transaction
        } catch (SQLException | IOException failed) {
            LOG.warn("{} failed", exchange.getRequestURI(), failed);
            reply(exchange, INTERNAL_ERROR, String.valueOf(failed.getMessage()));
            throw new IOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** A parameter of the request's address. */
    static String parameter(HttpExchange exchange, String name) throws ServiceException {
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        return Arrays.stream(query.split("&"))
                .filter(part -> part.startsWith(name + "="))
                .map(part -> URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow(() -> new ServiceException(400, "the request lacks " + name));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
