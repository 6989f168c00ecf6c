package io.nemcon.xa.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;

/** One real PostgreSQL for all tests of this JVM, set up to survive crashes. */
public final class TestPostgres {

    private static final Set<String> DATABASES = ConcurrentHashMap.newKeySet();
    private static final EmbeddedPostgres SERVER = start();

    private TestPostgres() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_prepared_transactions", "64")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int port() {
        return SERVER.getPort();
    }

    /** Makes a database empty, and makes it if there is none. */
    public static void empty(String database) throws SQLException {
        if (DATABASES.add(database)) {
            execute(url("postgres", port()), "create database " + database);
        }
        execute(url(database, port()), "drop schema public cascade", "create schema public");
    }

    public static String url(String database, int port) {
        return "jdbc:postgresql://localhost:" + port + "/" + database + "?user=postgres";
    }

    public static void execute(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the first row, as text. */
    public static String ask(String url, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** Crashes the server: one backend dies by SIGKILL, the rest with it, and then it recovers from its log. */
    public static void crash(String url) throws SQLException {
        try (Connection victim = DriverManager.getConnection(url)) {
            int pid = victim.unwrap(PGConnection.class).getBackendPID();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            while (isAlive(victim)) {
                Thread.onSpinWait();
            }
        }
        while (!answers(url)) {
            Thread.onSpinWait();
        }
    }

    private static boolean isAlive(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("select 1");
        } catch (SQLException dead) {
            return false;
        }
    }

    private static boolean answers(String url) {
        try {
            return ask(url, "select 1").equals("1");
        } catch (SQLException notYet) {
            return false;
        }
    }
}
