package io.nemcon.xa.mariadb;

import io.nemcon.xa.diagnosis.CommitMode;
import io.nemcon.xa.diagnosis.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a server is a MariaDB that can do its part, and is itself the one that answers. Used once, by one thread. */
final class ServerChecks {

    private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+)\\.([0-9]+)");

    /** The first that keeps a prepared branch when its connection ends. */
    private static final int VERSION_MIN = 10_05_02;

    private final ServerAnswers server;
    private final List<Finding> findings = new ArrayList<>();
    private String product = "";

    ServerChecks(ServerAnswers server) {
        this.server = server;
    }

    List<Finding> run() throws SQLException {
        version();
        galera();
        directConnection();
        sqlMode();
        prepared();
        durability();
        return findings;
    }

    /** Its name and version, once they were asked for. */
    String product() {
        return product;
    }

    private void problem(String check, String words, String mend) {
        findings.add(Finding.problem(check, words, mend));
    }

    private void version() throws SQLException {
        String version = String.valueOf(server.text("SELECT VERSION()"));
        String comment = String.valueOf(server.text("SELECT @@version_comment"));
        Matcher parts = VERSION.matcher(version);
        if (!(version + comment).contains("MariaDB") && !comment.contains("mariadb")) {
            product = comment + " " + version;
            problem("server version", product + " is no MariaDB, and not tested yet", "use MariaDB 10.5.2 or later");
            return;
        }
        product = "MariaDB " + version;
        if (!parts.find() || number(parts) < VERSION_MIN) {
            problem(
                    "server version",
                    product
                            + " is too old: it rolls a prepared branch back when its connection ends; 10.5.2 is the first"
                            + " that keeps it",
                    "upgrade the server to 10.5.2 or later; as it is " + CommitMode.UNDO_REDO.label()
                            + " mode is what would fit");
        } else {
            findings.add(Finding.ok("server version", product));
        }
    }

    private static int number(Matcher version) {
        return Integer.parseInt(version.group(1)) * 10_000
                + Integer.parseInt(version.group(2)) * 100
                + Integer.parseInt(version.group(3));
    }

    private void galera() throws SQLException {
        if (server.text("SHOW GLOBAL VARIABLES WHERE Variable_name = 'wsrep_on' AND Value = 'ON'") != null) {
            problem(
                    "Galera",
                    "wsrep_on is ON, and a Galera cluster has no XA",
                    "name a MariaDB server outside of the cluster in the URL, one where SELECT @@GLOBAL.wsrep_on is 0;"
                            + " for a cluster "
                            + CommitMode.UNDO_REDO.label() + " mode is what would fit");
        }
    }

    /** The sum is for a proxy that answers the plain question by itself, with its own id (ProxySQL). */
    private void directConnection() throws SQLException {
        String seen = server.text("SELECT CONNECTION_ID() + 0");
        long told = server.connectionIdTold();
        if (!Long.toString(told).equals(seen)) {
            problem(
                    "direct connection",
                    "a proxy sits between this process and the server (connection " + seen + " calls itself " + told
                            + "), so a lost connection could not be told from a slow one",
                    "name the server itself in the URL, in place of MaxScale, ProxySQL or whatever answers there");
        }
    }

    private void sqlMode() throws SQLException {
        String mode = server.text("SELECT @@sql_mode");
        if (mode != null && mode.contains("ORACLE")) {
            problem(
                    "sql_mode",
                    "sql_mode has ORACLE, in which there is no BEGIN NOT ATOMIC",
                    "SET GLOBAL sql_mode = 'STRICT_TRANS_TABLES'");
        }
    }

    private void prepared() throws SQLException {
        findings.add(Finding.ok("XA RECOVER", server.prepared().size() + " prepared branches on the server"));
    }

    private void durability() throws SQLException {
        if (!"1".equals(server.text("SELECT @@innodb_flush_log_at_trx_commit"))) {
            findings.add(Finding.note(
                    "durability",
                    "innodb_flush_log_at_trx_commit is not 1; a crash of the server may lose what it voted YES on",
                    "SET GLOBAL innodb_flush_log_at_trx_commit = 1"));
        }
    }
}
