package io.nemcon.benchmarks.recovery;

import io.nemcon.samples.demo.bank.BankLogin;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Others who write rows that branches in doubt hold, each over a connection of its own. Used by one thread. */
final class Writers implements AutoCloseable {

    static final int WRITERS_MAX = 8;

    private static final long POLL_MS = 2;

    private final BankLogin login;
    private final List<Connection> connections = new ArrayList<>();
    private final List<CompletableFuture<Long>> writtenNs = new ArrayList<>();

    /** Connects: the clock must not run for that. */
    Writers(BankLogin login, int rows) throws SQLException {
        this.login = login;
        for (int i = 0; i < Math.min(rows, WRITERS_MAX); i++) {
            connections.add(connect());
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = 0"); // however long it takes is what is measured
        }
        return connection;
    }

    /** Starts them on rows spread over 1 to {@code rows}; returns when all of them wait for a lock. */
    void start(int rows, Duration timeout) throws SQLException, IOException, InterruptedException {
        for (int i = 0; i < connections.size(); i++) {
            int row = 1 + (int) ((long) i * rows / connections.size());
            Connection connection = connections.get(i);
            CompletableFuture<Long> end = new CompletableFuture<>();
            writtenNs.add(end);
            Thread writer = new Thread(() -> write(connection, row, end), "writer-" + row);
            writer.setDaemon(true);
            writer.start();
        }
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        try (Connection watcher = connect()) {
            while (waiting(watcher) < connections.size()) {
                if (System.nanoTime() > deadlineNs) {
                    throw new IOException("not all of " + connections.size() + " writers wait for a lock after "
                            + timeout.toSeconds() + " s: their rows are not locked");
                }
                Thread.sleep(POLL_MS);
            }
        }
    }

    private static void write(Connection connection, int row, CompletableFuture<Long> end) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE account SET balance = balance WHERE id = " + row);
            end.complete(System.nanoTime());
        } catch (SQLException failed) {
            end.completeExceptionally(failed);
        }
    }

    private static int waiting(Connection watcher) throws SQLException {
        try (Statement statement = watcher.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE account%'")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** When each had written, the first one first. */
    List<Long> awaitWritten(Duration timeout) throws IOException, InterruptedException {
        List<Long> times = new ArrayList<>();
        try {
            CompletableFuture.allOf(writtenNs.toArray(new CompletableFuture<?>[0]))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            writtenNs.forEach(end -> times.add(end.join()));
        } catch (TimeoutException | ExecutionException | CompletionException e) {
            throw new IOException("a writer got no lock within " + timeout.toSeconds() + " s: " + e, e);
        }
        times.sort(null);
        return times;
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
