package io.nemcon.xa.mariadb;

import io.nemcon.core.id.BranchId;
import io.nemcon.xa.diagnosis.CommitMode;
import io.nemcon.xa.diagnosis.Facts;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.Deadline;
import io.nemcon.xa.spi.Examinee;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** MariaDB under examination. Whatever is no plain read makes a branch one that writes: its witness, if nothing else. */
final class MariaDbExaminee implements Examinee {

    private final AdapterSettings settings;

    MariaDbExaminee(AdapterSettings settings) {
        this.settings = settings;
    }

    @Override
    public CommitMode mode() {
        return CommitMode.TWO_PHASE_SQL;
    }

    @Override
    public Facts facts() {
        return MariaDbFacts.of(settings).facts();
    }

    @Override
    public void write(Connection handle) throws SQLException {
        execute(handle, "DO 0");
    }

    @Override
    public void fail(Connection handle) throws SQLException {
        execute(handle, "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused on purpose, by the examination'");
    }

    @Override
    public String session(Connection handle) throws SQLException {
        try (Statement statement = handle.createStatement();
                ResultSet rows = statement.executeQuery("SELECT CONNECTION_ID()")) {
            rows.next();
            return Long.toString(rows.getLong(1));
        }
    }

    @Override
    public void endSession(String session) throws SQLException {
        try (MariaDbInspection server = open()) {
            Owner owner = new Owner(Long.parseLong(session), server.serverStarted());
            Deadline deadline = new Deadline(settings.verifyTimeout());
            Departures departures = new Departures();
            while (!server.end(owner, departures)) {
                if (!deadline.pause()) {
                    throw new SQLException("connection " + session + " did not end within "
                            + settings.verifyTimeout().toMillis() + " ms");
                }
            }
        }
    }

    @Override
    public boolean listsBranchesOfTrials() {
        return true;
    }

    @Override
    public boolean preparesAfterRefusedStatements() {
        return true;
    }

    /** Its witness, which no agent will ever remove. */
    @Override
    public void cleanUp(BranchId branch) throws SQLException {
        try (MariaDbInspection server = open()) {
            String database = server.text("SELECT DATABASE()");
            if (database != null) {
                server.execute("DELETE FROM " + new WitnessTable(database).name() + " WHERE branch = "
                        + MariaDbXid.key(branch));
            }
        }
    }

    private MariaDbInspection open() throws SQLException {
        return MariaDbInspection.open(settings, settings.verifyTimeout().toMillis());
    }

    private static void execute(Connection handle, String sql) throws SQLException {
        try (Statement statement = handle.createStatement()) {
            statement.execute(sql);
        }
    }
}
