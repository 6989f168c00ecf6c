package io.nemcon.samples.demo.database;

import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.BankLogin;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Two database servers, their binaries from Maven's repository. */
public final class ServerDatabases implements Databases {

    private final BankServer first;
    private final BankServer second;
    private final String words;

    private ServerDatabases(BankServer first, BankServer second, String words) {
        this.first = first;
        this.second = second;
        this.words = words;
    }

    /**
     * Starts both at once, for most of a start is waiting for the disk.
     *
     * @param clients connections that apps may open to each
     */
    public static ServerDatabases start(Path folder, int clients, ServerKind firstKind, ServerKind secondKind)
            throws IOException {
        return start(folder, clients, 0, firstKind, secondKind);
    }

    /** @param branches that may be prepared in each at a time, beyond those that connections wait for */
    public static ServerDatabases start(
            Path folder, int clients, int branches, ServerKind firstKind, ServerKind secondKind) throws IOException {
        CompletableFuture<BankServer> first = startLater("bank-a", folder, clients, branches, firstKind);
        CompletableFuture<BankServer> second = startLater("bank-b", folder, clients, branches, secondKind);
        try {
            return new ServerDatabases(first.join(), second.join(), ServerKind.describe(firstKind, secondKind));
        } catch (CompletionException e) {
            first.handle(ServerDatabases::closeIfStarted).join();
            second.handle(ServerDatabases::closeIfStarted).join();
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new DatabaseStartException(String.valueOf(why.getMessage()), why);
        }
    }

    private static CompletableFuture<BankServer> startLater(
            String name, Path folder, int clients, int branches, ServerKind kind) {
        CompletableFuture<BankServer> started = new CompletableFuture<>();
        Thread starter = new Thread(
                () -> {
                    try {
                        started.complete(kind.start(name, folder, clients, branches));
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
    private static boolean closeIfStarted(@Nullable BankServer server, @Nullable Throwable whyNot) {
        if (server != null) {
            server.close();
        }
        return server != null;
    }

    public List<BankServer> servers() {
        return List.of(first, second);
    }

    @Override
    public List<BankDatabase> both() {
        return List.of(first.bank(), second.bank());
    }

    @Override
    public String describe() {
        return words;
    }

    @Override
    public BankLogin login(BankDatabase database, String app) {
        BankServer server = database.equals(first.bank()) ? first : second;
        return server.login(app, server.port());
    }

    @Override
    public String whyNoAppKill() {
        return "";
    }

    @Override
    public int prepared() throws SQLException {
        return first.prepared().size() + second.prepared().size();
    }

    /** Connections first: while one is there, a PREPARE of the dead app may still be under way. */
    @Override
    public boolean nothingLeftOf(String app, Set<String> sessionPrefixes) throws SQLException {
        if (first.connectionsOf(app) + second.connectionsOf(app) > 0) {
            return false;
        }
        List<String> prepared = new ArrayList<>(first.prepared());
        prepared.addAll(second.prepared());
        return prepared.stream().noneMatch(name -> sessionPrefixes.stream().anyMatch(name::contains));
    }

    /** Both at once, for most of an end is waiting for the disk. */
    @Override
    public void close() {
        servers().parallelStream().forEach(BankServer::close);
    }
}
