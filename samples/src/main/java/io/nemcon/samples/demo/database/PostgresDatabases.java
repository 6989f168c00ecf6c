package io.nemcon.samples.demo.database;

import io.nemcon.samples.demo.bank.BankDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Two PostgreSQL servers, their binaries from Maven's repository. */
public final class PostgresDatabases implements Databases {

    private final PostgresServer first;
    private final PostgresServer second;

    private PostgresDatabases(PostgresServer first, PostgresServer second) {
        this.first = first;
        this.second = second;
    }

    /**
     * Starts both at once, for most of a start is waiting for the disk.
     *
     * @param clients connections that apps may open to each
     */
    public static PostgresDatabases start(Path folder, int clients) throws IOException {
        CompletableFuture<PostgresServer> first = startLater("bank-a", folder, clients);
        CompletableFuture<PostgresServer> second = startLater("bank-b", folder, clients);
        try {
            return new PostgresDatabases(first.join(), second.join());
        } catch (CompletionException e) {
            first.handle(PostgresDatabases::closeIfStarted).join();
            second.handle(PostgresDatabases::closeIfStarted).join();
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new DatabaseStartException(String.valueOf(why.getMessage()), why);
        }
    }

    private static CompletableFuture<PostgresServer> startLater(String name, Path folder, int clients) {
        CompletableFuture<PostgresServer> started = new CompletableFuture<>();
        Thread starter = new Thread(
                () -> {
                    try {
                        started.complete(PostgresServer.start(name, folder, clients));
                    } catch (IOException | RuntimeException e) {
                        started.completeExceptionally(e);
                    }
                },
                "start-" + name);
        starter.setDaemon(true);
        starter.start();
        return started;
    }

    /** One that started is of no use without the other. */
    private static boolean closeIfStarted(@Nullable PostgresServer server, @Nullable Throwable whyNot) {
        if (server != null) {
            server.close();
        }
        return server != null;
    }

    @Override
    public List<BankDatabase> both() {
        return List.of(first.bank(), second.bank());
    }

    @Override
    public String describe() {
        return "two PostgreSQL servers, fsync on";
    }

    @Override
    public String url(BankDatabase database, String app) {
        return url(database, app, port(database));
    }

    /** The same through a proxy on this port. */
    public String url(BankDatabase database, String app, int proxyPort) {
        return server(database).url(app, proxyPort);
    }

    public int port(BankDatabase database) {
        return server(database).port();
    }

    /** To stop it and to start it again. */
    public PostmasterLives lives(BankDatabase database) {
        return server(database).lives();
    }

    private PostgresServer server(BankDatabase database) {
        return database.equals(first.bank()) ? first : second;
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public String password() {
        return "";
    }

    @Override
    public String whyNoAppKill() {
        return "";
    }

    @Override
    public int prepared() throws SQLException {
        return first.prepared() + second.prepared();
    }

    @Override
    public boolean nothingLeftOf(String app, Set<String> sessionPrefixes) throws SQLException {
        return first.nothingLeftOf(app, sessionPrefixes) && second.nothingLeftOf(app, sessionPrefixes);
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
