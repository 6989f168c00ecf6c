package io.nemcon.xa.postgresql;

import io.nemcon.core.id.BranchId;
import io.nemcon.xa.diagnosis.CommitMode;
import io.nemcon.xa.diagnosis.Facts;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.Examinee;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** PostgreSQL under examination. A transaction id is enough to make a branch one that wrote, so no table is needed. */
final class PostgresExaminee implements Examinee {

    private final AdapterSettings settings;

    PostgresExaminee(AdapterSettings settings) {
        this.settings = settings;
    }

    @Override
    public CommitMode mode() {
        return CommitMode.TWO_PHASE_SQL;
    }

    @Override
    public Facts facts() {
        return PostgresFacts.of(settings);
    }

    @Override
    public void write(Connection handle) throws SQLException {
        execute(handle, "select pg_current_xact_id()");
    }

    @Override
    public void fail(Connection handle) throws SQLException {
        execute(handle, "select 1/0");
    }

    @Override
    public String session(Connection handle) throws SQLException {
        try (Statement statement = handle.createStatement();
                ResultSet rows = statement.executeQuery("select pg_backend_pid()")) {
            rows.next();
            return Integer.toString(rows.getInt(1));
        }
    }

    @Override
    public void endSession(String session) throws SQLException {
        long waitMs = settings.verifyTimeout().toMillis();
        try (PostgresInspection server = PostgresInspection.open(settings, waitMs)) {
            if (!"t"
                    .equals(server.text(
                            "select pg_terminate_backend(" + Integer.parseInt(session) + ", " + waitMs / 2 + ")"))) {
                throw new SQLException("backend " + session + " did not end within " + waitMs / 2 + " ms");
            }
        }
    }

    @Override
    public boolean listsBranchesOfTrials() {
        return true;
    }

    @Override
    public boolean preparesAfterRefusedStatements() {
        return false;
    }

    @Override
    public void cleanUp(BranchId branch) {
        // a transaction id leaves nothing behind
    }

    private static void execute(Connection handle, String sql) throws SQLException {
        try (Statement statement = handle.createStatement()) {
            statement.execute(sql);
        }
    }
}
