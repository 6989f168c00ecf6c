package io.nemcon.xa.postgresql;

import io.nemcon.xa.diagnosis.Facts;
import io.nemcon.xa.diagnosis.Finding;
import io.nemcon.xa.spi.AdapterSettings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.DriverInfo;

/** Asks a PostgreSQL server whether it can do its part. Used once, by one thread. */
final class PostgresFacts {

    /** The first with {@code pg_current_xact_id} and {@code xid8}. */
    private static final int VERSION_MIN = 130000;

    /** The first whose failed prepare is not followed by a rollback of something that is not there. */
    private static final String DRIVER_MIN = "42.7.13";

    /** Above this share of the limit an operator should know. */
    private static final int IN_USE_PERCENT_MAX = 80;

    private static final int OLD_SECONDS = 300;

    private final PostgresInspection server;
    private final List<Finding> findings = new ArrayList<>();

    private PostgresFacts(PostgresInspection server) {
        this.server = server;
    }

    /** Never throws: a server that does not answer is a finding. */
    static Facts of(AdapterSettings settings) {
        try (PostgresInspection server =
                PostgresInspection.open(settings, settings.verifyTimeout().toMillis())) {
            return of(server);
        } catch (SQLException e) {
            Finding silent = Finding.problem(
                    "connection", settings.url() + " does not answer: " + PostgresErrors.words(e), mendOf(e));
            return new Facts("", driver(), false, List.of(silent));
        }
    }

    static Facts of(PostgresInspection server) throws SQLException {
        PostgresFacts facts = new PostgresFacts(server);
        facts.version();
        facts.driverVersion();
        facts.directConnection();
        facts.preparedTransactions();
        facts.rights();
        facts.durability();
        return new Facts("PostgreSQL " + server.text("show server_version"), driver(), true, facts.findings);
    }

    private static String mendOf(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return switch (state) {
            case "28P01", "28000" -> "check user and password, and the server's pg_hba.conf";
            case "3D000" -> "CREATE DATABASE, or correct the name in the URL";
            case "57P03" -> "name the primary in the URL, or add targetServerType=primary";
            default -> "";
        };
    }

    private static String driver() {
        return DriverInfo.DRIVER_NAME + " " + DriverInfo.DRIVER_VERSION;
    }

    private void version() throws SQLException {
        String words = "PostgreSQL " + server.text("show server_version");
        if (number("select current_setting('server_version_num')") < VERSION_MIN) {
            findings.add(Finding.problem(
                    "server version",
                    words + " is too old; 13 is the first that can tell what became of a transaction",
                    "upgrade the server"));
        } else {
            findings.add(Finding.ok("server version", words));
        }
    }

    private void driverVersion() {
        boolean old = DriverInfo.MAJOR_VERSION < 42
                || DriverInfo.MAJOR_VERSION == 42 && DriverInfo.MINOR_VERSION < 7
                || DriverInfo.MAJOR_VERSION == 42 && DriverInfo.MINOR_VERSION == 7 && DriverInfo.PATCH_VERSION < 13;
        findings.add(
                old
                        ? Finding.note(
                                "driver version", driver() + " was not tested", "use " + DRIVER_MIN + " or newer")
                        : Finding.ok("driver version", driver()));
    }

    private void directConnection() throws SQLException {
        long seen = number("select pg_backend_pid()");
        if (seen != server.backendPid()) {
            findings.add(Finding.problem(
                    "direct connection",
                    "a proxy sits between this process and the server (backend " + seen + " calls itself "
                            + server.backendPid() + "), so a lost connection could not be told from a slow one",
                    "connect to the server itself"));
        }
    }

    private void preparedTransactions() throws SQLException {
        long limit = number("select current_setting('max_prepared_transactions')");
        if (limit == 0) {
            findings.add(Finding.problem(
                    "max_prepared_transactions",
                    "max_prepared_transactions is 0, so it cannot take part in two-phase commit",
                    PostgresErrors.RAISE_PREPARED));
            return;
        }
        long used = number("select count(*) from pg_prepared_xacts");
        long old = number("select count(*) from pg_prepared_xacts where prepared < clock_timestamp() - interval '"
                + OLD_SECONDS + " s'");
        String words = used + " of " + limit + " in use on the server"
                + (old == 0 ? "" : ", " + old + " of them for more than " + OLD_SECONDS / 60 + " minutes");
        if (used * 100 >= limit * IN_USE_PERCENT_MAX) {
            findings.add(Finding.note("max_prepared_transactions", words, PostgresErrors.RAISE_PREPARED));
        } else if (old > 0) {
            findings.add(Finding.note(
                    "max_prepared_transactions",
                    words + "; they hold their locks and keep VACUUM from its work",
                    "SELECT gid, prepared, owner, database FROM pg_prepared_xacts ORDER BY prepared, and let whoever"
                            + " prepared them end them"));
        } else {
            findings.add(Finding.ok("max_prepared_transactions", words));
        }
        long connections = number("select current_setting('max_connections')");
        if (limit < connections) {
            findings.add(Finding.note(
                    "max_prepared_transactions",
                    "is " + limit + " while max_connections is " + connections
                            + ": more transactions can be at work than prepared, and those above are refused",
                    "ALTER SYSTEM SET max_prepared_transactions = " + connections + " and restart the server"));
        }
    }

    private void rights() throws SQLException {
        String user = server.text("select current_user");
        long others = number("select count(*) from pg_prepared_xacts where database = current_database()"
                + " and gid like 'nemcon:%' and not pg_has_role(current_user, owner, 'member')");
        if (others > 0) {
            findings.add(Finding.problem(
                    "rights",
                    others + " prepared branches belong to roles that " + user + " is no member of, so it cannot end"
                            + " them",
                    "GRANT the owning role (column owner of pg_prepared_xacts) TO \"" + user + "\""));
        } else {
            findings.add(Finding.ok("rights", user + " may end what it prepared"));
        }
    }

    private void durability() throws SQLException {
        if ("off".equals(server.text("show fsync"))) {
            findings.add(Finding.note(
                    "durability",
                    "fsync is off; a crash of the server may lose what it voted YES on",
                    "ALTER SYSTEM SET fsync = on and SELECT pg_reload_conf()"));
        }
        if ("off".equals(server.text("show synchronous_commit"))) {
            findings.add(Finding.note(
                    "durability",
                    "synchronous_commit is off; a crash of the server may lose one-phase commits that it acknowledged"
                            + " (prepared ones are always forced)",
                    "ALTER SYSTEM SET synchronous_commit = on and SELECT pg_reload_conf()"));
        }
    }

    private long number(String query) throws SQLException {
        String text = server.text(query);
        return text == null ? 0 : Long.parseLong(text);
    }
}
