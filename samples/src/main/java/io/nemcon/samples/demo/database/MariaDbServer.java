package io.nemcon.samples.demo.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.process.FreePorts;
import io.nemcon.samples.demo.process.Signals;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MariaDB server with its data in a folder of the demo, and what is asked of it. Isolation is READ COMMITTED by default, as
 * PostgreSQL's. Its performance schema is on, for only there the server tells whose a connection is.
 */
final class MariaDbServer implements BankServer {

    private static final Logger LOG = LoggerFactory.getLogger(MariaDbServer.class);

    private static final String DATABASE = "bank";
    private static final String USER = "root";
    private static final String ADDRESS = "127.0.0.1";
    private static final int STARTS_MAX = 3;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int OWN_CONNECTIONS = 3;
    private static final int SPARE_CONNECTIONS = 30;
    private static final int LOCK_TIMEOUT_SECONDS = 10;
    private static final int XID_COLUMN = 4;

    private final int port;
    private final ServerLives lives;
    private final BankDatabase bank;

    private MariaDbServer(int port, ServerLives lives, BankDatabase bank) {
        this.port = port;
        this.lives = lives;
        this.bank = bank;
    }

    /** Starts one; tries again if somebody took its port. */
    static MariaDbServer start(String name, Path folder, int clients) throws IOException {
        MariaDbBinaries binaries = MariaDbBinaries.unpacked();
        Path log = folder.resolve(name + ".log");
        Path data = Files.createDirectory(folder.resolve(name + "-data"));
        install(binaries, data, log);
        for (int attempt = 1; ; attempt++) {
            int port = FreePorts.find(1).get(0);
            List<String> command = command(binaries, data, port, clients);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
            ServerLives lives = new ServerLives(name, command, Signals.TERM, log, process.toHandle());
            if (answers(port, process)) {
                return started(name, port, lives);
            }
            lives.crash();
            if (attempt == STARTS_MAX) {
                throw new DatabaseStartException("MariaDB for " + name + " did not start; its log is " + log);
            }
        }
    }

    private static void install(MariaDbBinaries binaries, Path data, Path log) throws IOException {
        List<String> command = program(binaries, data);
        command.add("--bootstrap");
        Process bootstrap = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        try (OutputStream in = bootstrap.getOutputStream()) {
            in.write(("create database mysql;\nuse mysql;\nset @auth_root_socket=NULL;\nset @skip_auth_anonymous=1;\n")
                    .getBytes(StandardCharsets.UTF_8));
            MariaDbBinaries.writeTables(in);
            in.write(("create database " + DATABASE + ";\n").getBytes(StandardCharsets.UTF_8));
        }
        if (bootstrap.onExit().join().exitValue() != 0) {
            throw new DatabaseStartException("MariaDB could not be installed; the log is " + log);
        }
    }

    private static List<String> program(MariaDbBinaries binaries, Path data) {
        List<String> command = new ArrayList<>(List.of(
                binaries.program().toString(),
                "--no-defaults",
                "--lc-messages-dir=" + binaries.share(),
                "--character-sets-dir=" + binaries.share().resolve("charsets"),
                "--datadir=" + data,
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=32M"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        return command;
    }

    private static List<String> command(MariaDbBinaries binaries, Path data, int port, int clients) {
        List<String> command = program(binaries, data);
        command.addAll(List.of(
                "--port=" + port,
                "--bind-address=" + ADDRESS,
                "--skip-name-resolve",
                "--skip-ssl",
                "--socket=",
                "--pid-file=" + data.resolveSibling(data.getFileName() + ".pid"),
                "--max-connections=" + (2 * clients + SPARE_CONNECTIONS),
                "--transaction-isolation=READ-COMMITTED",
                "--innodb-flush-log-at-trx-commit=1",
                "--innodb-lock-wait-timeout=" + LOCK_TIMEOUT_SECONDS,
                "--lock-wait-timeout=" + LOCK_TIMEOUT_SECONDS,
                "--performance-schema=ON"));
        return command;
    }

    private static boolean answers(int port, Process process) throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (Connection connection = DriverManager.getConnection(url(port), USER, "")) {
                return connection.isValid(1);
            } catch (SQLException notYet) {
                LOG.debug("MariaDB on port {} is not there yet", port, notYet);
            }
            try {
                Thread.sleep(LOOK_EVERY.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while MariaDB was starting", e);
            }
        }
        return false;
    }

    private static MariaDbServer started(String name, int port, ServerLives lives) throws IOException {
        MariaDbServer started = new MariaDbServer(port, lives, new BankDatabase(name, pool(name, port)));
        try {
            started.requireDurable();
        } catch (IOException | SQLException e) {
            started.close();
            throw new IOException(e.getMessage(), e);
        }
        return started;
    }

    private static HikariDataSource pool(String name, int port) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("demo-" + name);
        config.setJdbcUrl(url(port));
        config.setUsername(USER);
        config.setPassword("");
        config.setMaximumPoolSize(OWN_CONNECTIONS);
        return new HikariDataSource(config);
    }

    private void requireDurable() throws IOException, SQLException {
        try (Connection connection = bank.plain().getConnection()) {
            int setting = Query.number(connection, "SELECT @@innodb_flush_log_at_trx_commit");
            if (setting != 1) {
                throw new IOException(bank.name() + " runs with innodb_flush_log_at_trx_commit = " + setting);
            }
        }
    }

    private static String url(int port) {
        return "jdbc:mariadb://" + ADDRESS + ":" + port + "/" + DATABASE;
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
        return port;
    }

    @Override
    public BankLogin login(String app, int port) {
        return new BankLogin(bank.name(), url(port) + "?connectionAttributes=app:" + app, USER, "");
    }

    @Override
    public List<String> prepared() throws SQLException {
        try (Connection connection = bank.plain().getConnection()) {
            return Query.texts(connection, "XA RECOVER FORMAT='SQL'", XID_COLUMN).stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .toList();
        }
    }

    @Override
    public int connectionsOf(String app) throws SQLException {
        try (Connection connection = bank.plain().getConnection()) {
            return Query.number(
                    connection,
                    "SELECT COUNT(*) FROM performance_schema.session_connect_attrs WHERE ATTR_NAME = 'app'"
                            + " AND ATTR_VALUE = ?",
                    app);
        }
    }

    /** It was seen to answer XA COMMIT with OK, to do nothing, and to list the branch again only after a restart. */
    @Override
    public boolean mayHidePrepared() {
        return true;
    }

    /** Its data is thrown away, so it need not end in order. */
    @Override
    public void close() {
        ((HikariDataSource) bank.plain()).close();
        lives.crash();
    }
}
