package io.nemcon.xa.conformance;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.h2.LyingH2;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.testkit.Lie;
import io.nemcon.xa.testkit.TestH2Server;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import javax.transaction.xa.XAException;

/** An H2 server in a process of its own. Embedded H2 is the same but for how it is reached, and what a crash is. */
class H2Conformance implements ConformanceDatabase {

    private static final String NAME = "conformance";

    private final List<Connection> foreign = new ArrayList<>();

    @Override
    public String label() {
        return "H2";
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.of(
                Trait.READ_ONLY_VOTE,
                Trait.PREPARED_OUTLIVES_CONNECTION,
                Trait.PREPARED_OUTLIVES_CRASH,
                Trait.FINISHED_BESIDE_OWNER,
                Trait.SERVER);
    }

    @Override
    public void empty() throws SQLException {
        try (Connection keepsItOpen = connect()) {
            for (String name : prepared()) {
                rollbackPrepared(name); // before their connections go: H2 stumbles over what those leave
            }
            for (Connection connection : foreign) {
                connection.close();
            }
            foreign.clear();
            assert keepsItOpen.isValid(0);
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop all objects");
        }
    }

    @Override
    public String url() {
        return url(port());
    }

    @Override
    public int port() {
        return TestH2Server.port();
    }

    @Override
    public String url(int proxyPort) {
        return TestH2Server.url(NAME, proxyPort);
    }

    @Override
    public String user() {
        return "sa";
    }

    @Override
    public String password() {
        return "";
    }

    @Override
    public NemconDataSourceBuilder connectTo(NemconDataSourceBuilder source, String url) {
        return source.url(url)
                .user(user())
                .password(password())
                .property("LOCK_TIMEOUT", "20000"); // above that of its deadlocks
    }

    @Override
    public NemconDataSourceBuilder limitAnswers(NemconDataSourceBuilder source, Duration limit) {
        return source.property("NETWORK_TIMEOUT", Long.toString(limit.toMillis()));
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "sa", "");
    }

    @Override
    public String nameOf(BranchId branch) {
        return name(Gtrid.FORMAT_ID, branch.gtrid().toBytes(), branch.bqual());
    }

    private static String name(int formatId, byte[] gtrid, byte[] bqual) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return "XID|" + formatId + "|" + base64.encodeToString(bqual) + "|" + base64.encodeToString(gtrid);
    }

    @Override
    public List<String> prepared() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select transaction_name from information_schema.in_doubt order by transaction_name")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    @Override
    public void commitPrepared(String name) throws SQLException {
        execute("commit transaction " + quoted(name));
    }

    @Override
    public void rollbackPrepared(String name) throws SQLException {
        execute("rollback transaction " + quoted(name));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String prepareForeign(int formatId, byte[] gtrid, byte[] bqual, String sql) throws SQLException {
        String name = name(formatId, gtrid, bqual);
        Connection connection = connect(); // its prepared branch lives no longer than itself
        foreign.add(connection);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            statement.execute("prepare commit " + quoted(name));
        }
        return name;
    }

    /** With its start, for H2 gives the same id again. */
    @Override
    public String backendOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select session_id || '@' || session_start from information_schema.sessions"
                                + " where session_id = session_id()")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void kill(String backend) throws SQLException {
        execute("call abort_session(" + backend.substring(0, backend.indexOf('@')) + ")");
    }

    @Override
    public void crash() throws InterruptedException {
        TestH2Server.crash(url());
    }

    @Override
    public String wireText(Moment moment) {
        return switch (moment) {
            case PREPARE -> "PREPARE COMMIT";
            case COMMIT_PREPARED -> "COMMIT TRANSACTION";
            case ROLLBACK_PREPARED -> "ROLLBACK TRANSACTION";
            case COMMIT_ONE_PHASE -> "COMMIT";
            case ROLLBACK -> ""; // it was parsed when the connection was opened
        };
    }

    @Override
    public int messagesFromTextToDeed(Moment moment) {
        return moment == Moment.ROLLBACK ? 0 : 1;
    }

    @Override
    public DataSource lying(AdapterSettings settings, Lie lie) {
        return LyingH2.dataSource(settings, lie);
    }

    @Override
    public List<Exception> itsOwnErrors() {
        return List.of(
                new XAException(XAException.XAER_RMERR), new XAException(XAException.XAER_NOTA), new XAException(999));
    }

    /** Of its XAResource. */
    @Override
    public String commandText(Moment moment) {
        return switch (moment) {
            case PREPARE -> "prepare";
            case COMMIT_PREPARED -> "commit";
            case ROLLBACK_PREPARED, ROLLBACK -> "rollback";
            case COMMIT_ONE_PHASE -> "commit one";
        };
    }

    @Override
    public String endlessQuery() {
        return "select sum(x) from system_range(1, 100000000000)";
    }

    @Override
    public boolean runsEndlessQuery() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1 from information_schema.sessions"
                        + " where executing_statement like '%system_range(1, 1000%' and session_id <> session_id()")) {
            return rows.next();
        }
    }

    @Override
    public List<String> unpreparable() {
        return List.of();
    }

    @Override
    public List<String> committing() {
        return List.of(
                "create table other (id int)",
                "TRUNCATE TABLE account",
                "alter table account add name varchar",
                "shutdown");
    }
}
