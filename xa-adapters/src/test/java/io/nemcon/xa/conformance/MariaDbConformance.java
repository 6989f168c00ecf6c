package io.nemcon.xa.conformance;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.testkit.Lie;
import io.nemcon.xa.testkit.StandIn;
import io.nemcon.xa.testkit.TestMariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** The test JVM's one MariaDB server. */
final class MariaDbConformance implements ConformanceDatabase {

    private static final String NAME = "conformance";

    @Override
    public String label() {
        return "MariaDB";
    }

    /**
     * A failed statement takes only itself back. SERIALIZABLE is kept by waiting for locks, which one thread cannot see
     * through.
     */
    @Override
    public Set<Trait> traits() {
        return EnumSet.complementOf(EnumSet.of(
                Trait.FINISHED_BESIDE_OWNER, Trait.FAILED_STATEMENT_ENDS_WORK, Trait.SERIALIZABLE_CONFLICTS));
    }

    @Override
    public void empty() throws SQLException {
        TestMariaDb.empty(NAME);
    }

    @Override
    public String url() {
        return url(port());
    }

    @Override
    public int port() {
        return TestMariaDb.port();
    }

    @Override
    public String url(int proxyPort) {
        return TestMariaDb.url(NAME, proxyPort);
    }

    @Override
    public NemconDataSourceBuilder connectTo(NemconDataSourceBuilder source, String url) {
        return source.url(url);
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    @Override
    public String nameOf(BranchId branch) {
        return literal(Gtrid.FORMAT_ID, branch.gtrid().toBytes(), branch.bqual());
    }

    private static String literal(int formatId, byte[] gtrid, byte[] bqual) {
        HexFormat hex = HexFormat.of();
        return "X'" + hex.formatHex(gtrid) + "',X'" + hex.formatHex(bqual) + "'," + formatId;
    }

    @Override
    public List<String> prepared() throws SQLException {
        return TestMariaDb.prepared(url());
    }

    @Override
    public void commitPrepared(String name) throws SQLException {
        endOwner(name);
        TestMariaDb.execute(url(), "xa commit " + name);
    }

    @Override
    public void rollbackPrepared(String name) throws SQLException {
        endOwner(name);
        TestMariaDb.execute(url(), "xa rollback " + name);
    }

    /** Only a dirty read sees the row of a branch that is not committed. */
    private void endOwner(String name) throws SQLException {
        String key = name.substring(0, name.lastIndexOf(',')).replace("',X'", "");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("set session transaction isolation level read uncommitted");
            try (ResultSet rows = statement.executeQuery(
                    "select connection_id from nemcon_witness w join information_schema.processlist p"
                            + " on p.id = w.connection_id where branch = " + key)) {
                if (rows.next()) {
                    kill(rows.getString(1));
                }
            }
        }
    }

    @Override
    public String prepareForeign(int formatId, byte[] gtrid, byte[] bqual, String statement) throws SQLException {
        String xid = literal(formatId, gtrid, bqual);
        TestMariaDb.execute(url(), "xa start " + xid, statement, "xa end " + xid, "xa prepare " + xid);
        return xid;
    }

    @Override
    public String backendOf(Connection connection) throws SQLException {
        return Long.toString(
                connection.unwrap(org.mariadb.jdbc.Connection.class).getThreadId());
    }

    @Override
    public void kill(String backend) throws SQLException {
        TestMariaDb.kill(url(), backend);
    }

    @Override
    public void crash() {
        TestMariaDb.crash();
    }

    @Override
    public String wireText(Moment moment) {
        return switch (moment) {
            case PREPARE -> "XA PREPARE";
            case COMMIT_PREPARED -> "XA COMMIT";
            case ROLLBACK_PREPARED, ROLLBACK -> "XA ROLLBACK";
            case COMMIT_ONE_PHASE -> "ONE PHASE";
        };
    }

    @Override
    public DataSource lying(AdapterSettings settings, Lie lie) {
        return StandIn.dataSource(() -> StandIn.mariaDb(settings.url(), lie));
    }

    @Override
    public String endlessQuery() {
        return "select sleep(600)";
    }

    @Override
    public String stateOfCancelled() {
        return "70100";
    }

    @Override
    public boolean runsEndlessQuery() throws SQLException {
        return TestMariaDb.ask(
                        url(), "select 1 from information_schema.processlist where info = '" + endlessQuery() + "'")
                != null;
    }

    @Override
    public List<String> unpreparable() {
        return List.of();
    }

    @Override
    public List<String> committing() {
        return List.of(
                "create table other (id int)", "truncate account", "lock tables account write", "start transaction");
    }
}
