package io.nemcon.xa.testkit;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** A PostgreSQL server, and a standby that follows it once that is started. */
public final class PostgresPair implements AutoCloseable {

    private static final String STANDBY = "standby";
    private static final int COMMIT_PATIENCE_MS = 500;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Path folder;
    private EmbeddedPostgres primary;
    private EmbeddedPostgres standby;

    private PostgresPair(Path folder) {
        this.folder = folder;
    }

    public static PostgresPair startPrimary(Path folder) throws IOException {
        PostgresPair pair = new PostgresPair(folder);
        pair.primary = server(folder.resolve("primary"));
        return pair;
    }

    private static EmbeddedPostgres server(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("max_prepared_transactions", "16")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    public String primaryUrl() {
        return url(primary);
    }

    public String standbyUrl() {
        return url(standby);
    }

    private static String url(EmbeddedPostgres server) {
        return TestPostgres.url("postgres", server.getPort());
    }

    public void onPrimary(String... statements) throws SQLException {
        TestPostgres.execute(primaryUrl(), statements);
    }

    public String askPrimary(String query) throws SQLException {
        return TestPostgres.ask(primaryUrl(), query);
    }

    public String askStandby(String query) throws SQLException {
        return TestPostgres.ask(standbyUrl(), query);
    }

    /** From now on the server answers to no commit before the standby has it, be there one or not. */
    public void waitForStandby() throws SQLException {
        onPrimary("alter system set synchronous_standby_names = '" + STANDBY + "'", "select pg_reload_conf()");
        soon(() -> STANDBY.equals(askPrimary("show synchronous_standby_names")));
        awaitThatCommitsWait();
        soon(() ->
                standby == null || askPrimary("select 1 from pg_stat_replication where sync_state = 'sync'") != null);
    }

    /** Sessions know the setting before those who commit obey it: the checkpointer tells them, when it has read it too. */
    private void awaitThatCommitsWait() throws SQLException {
        if (standby != null) {
            return; // whether it answers is asked of it
        }
        soon(() -> {
            commitWithoutPatience();
            return commitsWait();
        });
    }

    private boolean commitsWait() throws SQLException {
        return askPrimary("select 1 from pg_stat_activity where wait_event = 'SyncRep'") != null;
    }

    /** Fails in place of waiting for ever. */
    private static void soon(Callable<Boolean> condition) {
        await().atMost(LONG).until(condition);
    }

    private void commitWithoutPatience() throws SQLException {
        try (Connection connection = DriverManager.getConnection(primaryUrl());
                Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, COMMIT_PATIENCE_MS);
            statement.execute("select pg_logical_emit_message(true, 'nemcon', 'does this commit wait?')");
        } catch (SQLException unanswered) {
            // so it may be waiting: its server is asked
        }
    }

    public void waitForNobody() throws SQLException {
        onPrimary("alter system reset synchronous_standby_names", "select pg_reload_conf()");
        soon(() -> !commitsWait());
    }

    /** From a copy of the server's files, taken while it runs. */
    public void startStandby() throws IOException, SQLException {
        Path data = folder.resolve(STANDBY);
        try (Connection connection = DriverManager.getConnection(primaryUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_backup_start('" + STANDBY + "', true)");
            copy(folder.resolve("primary"), data);
            try (ResultSet label = statement.executeQuery("select labelfile from pg_backup_stop()")) {
                label.next();
                Files.writeString(data.resolve("backup_label"), label.getString(1));
            }
        }
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=localhost port=" + primary.getPort() + " user=postgres application_name="
                        + STANDBY + "'\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING);
        Files.createFile(data.resolve("standby.signal"));
        standby = server(data);
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Path relative = from.relativize(file);
            String name = relative.toString();
            boolean leftOut = name.startsWith("pg_wal/") && Files.isRegularFile(file)
                    || name.startsWith("postmaster.")
                    || name.startsWith("epg-lock");
            if (leftOut || !Files.exists(file)) {
                continue; // it streams the log, and the rest is the running server's
            }
            Path target = to.resolve(relative);
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target);
            }
        }
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
    }

    /** The server is gone, and its standby takes over. */
    public void failOver() throws IOException, SQLException {
        primary.close();
        askStandby("select pg_promote()");
    }

    @Override
    public void close() throws IOException {
        if (standby != null) {
            standby.close();
        }
        primary.close();
    }
}
