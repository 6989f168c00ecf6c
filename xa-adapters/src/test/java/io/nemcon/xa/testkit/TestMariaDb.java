package io.nemcon.xa.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One real MariaDB for all tests of this JVM, set up to survive crashes. */
public final class TestMariaDb {

    /** A branch of a connection that has just gone must not be finished: the server would lose it, and shows no sign. */
    private static final long INNODB_LETS_GO_NANOS = 100_000_000;

    private static final MariaDbServer SERVER = MariaDbServer.start();

    private TestMariaDb() {}

    public static int port() {
        return SERVER.port();
    }

    /** Rolls back whatever is prepared, and makes the database anew. */
    public static void empty(String database) throws SQLException {
        rollbackPrepared(url("", port()));
        create(database);
    }

    /** Makes the database anew, and leaves all else as it is. */
    public static void create(String database) throws SQLException {
        execute(url("", port()), "drop database if exists " + database, "create database " + database);
    }

    /** Every prepared branch of the server, as literals for SQL. */
    public static List<String> prepared(String url) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("xa recover format='SQL'")) {
            while (rows.next()) {
                found.add(rows.getString(4));
            }
        }
        return found;
    }

    /** Ends every other connection first, for only then what they prepared can be rolled back. */
    public static void rollbackPrepared(String url) throws SQLException {
        for (String xid : prepared(url)) {
            killOthers(url);
            while (prepared(url).contains(xid)) {
                tryTo(url, "xa rollback " + xid);
            }
        }
    }

    private static void killOthers(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            List<String> others = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "select id from information_schema.processlist where id <> connection_id() and user = 'root'")) {
                while (rows.next()) {
                    others.add(rows.getString(1));
                }
            }
            for (String id : others) {
                kill(url, id);
            }
        }
    }

    private static void tryTo(String url, String sql) {
        try {
            execute(url, sql);
        } catch (SQLException gone) {
            // what was to be ended is gone already, or not yet free
        }
    }

    public static String url(String database, int port) {
        return "jdbc:mariadb://localhost:" + port + "/" + database + "?user=root";
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

    /** Ends the server's side of a connection, and waits until it is gone, and a little longer. */
    public static void kill(String url, String connectionId) throws SQLException {
        tryTo(url, "kill connection " + connectionId);
        while (ask(url, "select id from information_schema.processlist where id = " + connectionId) != null) {
            Thread.onSpinWait();
        }
        LockSupport.parkNanos(INNODB_LETS_GO_NANOS);
    }

    /** Crashes the server, which then recovers from its log. */
    public static void crash() {
        SERVER.crash();
    }
}
