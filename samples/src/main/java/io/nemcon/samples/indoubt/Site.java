package io.nemcon.samples.indoubt;

import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.database.ServerDatabases;
import io.nemcon.samples.demo.database.ServerKind;
import io.nemcon.samples.demo.process.TmGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Two PostgreSQL servers and a group. */
public record Site(ServerDatabases databases, TmGroup group) implements AutoCloseable {

    private static final int CLIENTS = 20;

    /**
     * Starts all at once.
     *
     * @param branches that may be prepared in each database
     */
    public static Site start(Path folder, int branches, int nodes) throws IOException, InterruptedException {
        CompletableFuture<ServerDatabases> databases = CompletableFuture.supplyAsync(() -> {
            try {
                return ServerDatabases.start(folder, CLIENTS, branches, ServerKind.POSTGRESQL, ServerKind.POSTGRESQL);
            } catch (IOException failed) {
                throw new CompletionException(failed);
            }
        });
        try {
            TmGroup group = TmGroup.start(folder, nodes);
            try {
                return new Site(databases.join(), group);
            } catch (CompletionException failed) {
                group.close();
                throw new IOException("the databases did not start: " + failed.getMessage(), failed);
            }
        } catch (IOException | InterruptedException failed) {
            databases.thenAccept(ServerDatabases::close);
            throw failed;
        }
    }

    /** How an app of this name reaches both. */
    public List<BankLogin> logins(String app) {
        return databases.both().stream()
                .map(database -> databases.login(database, app))
                .toList();
    }

    @Override
    public void close() {
        group.close();
        databases.close();
    }
}
