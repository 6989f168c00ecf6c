package io.nemcon.xa.h2;

import io.nemcon.core.id.BranchId;
import io.nemcon.xa.diagnosis.CommitMode;
import io.nemcon.xa.diagnosis.Facts;
import io.nemcon.xa.diagnosis.Finding;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.Examinee;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** H2 under examination. */
final class H2Examinee implements Examinee {

    private final AdapterSettings settings;

    H2Examinee(AdapterSettings settings) {
        this.settings = settings;
    }

    @Override
    public CommitMode mode() {
        return CommitMode.XA_RESOURCE;
    }

    @Override
    public Facts facts() {
        try (Connection connection = new H2XaDataSource(settings).plainConnection()) {
            DatabaseMetaData data = connection.getMetaData();
            int prepared = H2Prepared.names(connection).size();
            return new Facts(
                    "H2 " + data.getDatabaseProductVersion(),
                    data.getDriverName() + " " + data.getDriverVersion(),
                    true,
                    List.of(
                            Finding.ok("server version", "H2 " + data.getDatabaseProductVersion()),
                            Finding.ok("prepared transactions", prepared + " in doubt"),
                            Finding.note(
                                    "prepared transactions",
                                    H2Database.limits(settings.url()),
                                    "use PostgreSQL or MariaDB where a crash of the application must not cost its"
                                            + " transaction")));
        } catch (SQLException e) {
            Finding silent = Finding.problem("connection", settings.url() + " does not answer: " + e.getMessage(), "");
            return new Facts("", "H2 JDBC Driver", false, List.of(silent));
        }
    }

    @Override
    public void write(Connection handle) throws SQLException {
        execute(handle, "select 1");
    }

    @Override
    public void fail(Connection handle) throws SQLException {
        execute(handle, "select 1/0");
    }

    @Override
    public String session(Connection handle) throws SQLException {
        try (Statement statement = handle.createStatement();
                ResultSet rows = statement.executeQuery("select session_id()")) {
            rows.next();
            return Integer.toString(rows.getInt(1));
        }
    }

    @Override
    public void endSession(String session) throws SQLException {
        try (Connection connection = new H2XaDataSource(settings).plainConnection()) {
            execute(connection, "call abort_session(" + Integer.parseInt(session) + ")");
        }
    }

    @Override
    public boolean listsBranchesOfTrials() {
        return false;
    }

    @Override
    public boolean preparesAfterRefusedStatements() {
        return true;
    }

    @Override
    public void cleanUp(BranchId branch) {
        // nothing was written
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
