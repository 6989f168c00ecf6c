package io.nemcon.xa.mariadb;

import io.nemcon.xa.diagnosis.Facts;
import io.nemcon.xa.diagnosis.Finding;
import io.nemcon.xa.spi.AdapterSettings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.export.HaMode;
import org.mariadb.jdbc.util.VersionFactory;

/** Asks a MariaDB server whether it can do its part, and makes the witness table. Used once, by one thread. */
final class MariaDbFacts {

    static final String MYSQL = "jdbc:mysql:";

    private final AdapterSettings settings;
    private final List<Finding> findings = new ArrayList<>();
    private String product = "";
    private boolean answered = true;
    private boolean readsMayWrite;
    private @Nullable String database;

    private MariaDbFacts(AdapterSettings settings) {
        this.settings = settings;
    }

    /** Never throws: a server that does not answer is a finding. */
    static MariaDbFacts of(AdapterSettings settings) {
        MariaDbFacts facts = new MariaDbFacts(settings);
        try {
            facts.ask();
        } catch (SQLException e) {
            facts.trouble(e);
        }
        return facts;
    }

    Facts facts() {
        return new Facts(product, driver(), answered, findings);
    }

    /** The database of the URL; null if it names none, or was not reached. */
    @Nullable
    String database() {
        return database;
    }

    /** Whether there are views that call stored functions, so that no SELECT is a read for sure. */
    boolean readsMayWrite() {
        return readsMayWrite;
    }

    private static String driver() {
        return "MariaDB Connector/J " + VersionFactory.getInstance().getVersion();
    }

    private void problem(String check, String words, String mend) {
        findings.add(Finding.problem(check, words, mend));
    }

    private void trouble(SQLException e) {
        boolean refused = MariaDbErrors.isRefusal(e);
        answered = refused;
        problem(
                "connection",
                settings.url() + (refused ? " cannot be used: " : " does not answer: ") + MariaDbErrors.words(e),
                MariaDbErrors.is(e, MariaDbErrors.READ_ONLY)
                        ? "name the primary in the URL, or run SET GLOBAL read_only = OFF on it"
                        : "");
    }

    private void ask() throws SQLException {
        if (!namesOneServer()) {
            return;
        }
        try (MariaDbInspection server =
                MariaDbInspection.open(settings, settings.verifyTimeout().toMillis())) {
            ServerChecks checks = new ServerChecks(server);
            findings.addAll(checks.run());
            product = checks.product();
            readsMayWrite = viewsCallFunctions(server);
            database = server.text("SELECT DATABASE()");
            if (database == null) {
                problem(
                        "database",
                        "the URL names no database, and branches leave a witness in a table there",
                        "append its name to the URL, as in jdbc:mariadb://host:3306/orders");
            } else if (findings.stream().allMatch(one -> one.verdict() != Finding.Verdict.PROBLEM)) {
                findings.add(new WitnessTableCheck(server, database).finding());
            }
        }
    }

    /** The connection must never turn out to be one to another server: no list of servers, no fail-over by the driver. */
    private boolean namesOneServer() throws SQLException {
        if (settings.url().startsWith(MYSQL)) {
            problem(
                    "server",
                    "MySQL is not tested yet, so it is refused",
                    "use MariaDB 10.5.2 or later, with a URL that begins with jdbc:mariadb: and the driver"
                            + " org.mariadb.jdbc:mariadb-java-client");
            return false;
        }
        Configuration url = Configuration.parse(settings.url(), settings.driverProperties());
        if (url != null && url.haMode() == HaMode.NONE && url.addresses().size() == 1) {
            return true;
        }
        problem(
                "one server",
                settings.url()
                        + " does not name one server, and a branch must be looked for on the server it was left on",
                "use jdbc:mariadb://host:port/database, with an address that always leads to the primary");
        return false;
    }

    /** Functions can be hidden in views; of a view that this user may not see into the worst is assumed. */
    private static boolean viewsCallFunctions(MariaDbInspection server) throws SQLException {
        return server.text("SELECT 1 FROM information_schema.VIEWS v WHERE TABLE_SCHEMA NOT IN ('sys', 'mysql') AND"
                        + " (VIEW_DEFINITION IS NULL OR VIEW_DEFINITION = '' OR EXISTS (SELECT 1 FROM"
                        + " information_schema.ROUTINES r WHERE r.ROUTINE_TYPE = 'FUNCTION' AND"
                        + " LOCATE(LOWER(r.ROUTINE_NAME), LOWER(v.VIEW_DEFINITION)) > 0)) LIMIT 1")
                != null;
    }
}
