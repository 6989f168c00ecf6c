package io.nemcon.xa.conformance;

import io.nemcon.core.id.BranchId;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.testkit.Lie;
import io.nemcon.xa.testkit.StandIn;
import io.nemcon.xa.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The test JVM's one PostgreSQL server. */
final class PostgresConformance implements ConformanceDatabase {

    private static final String NAME = "conformance";

    @Override
    public String label() {
        return "PostgreSQL";
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.allOf(Trait.class);
    }

    @Override
    public void empty() throws SQLException {
        for (String name : known() ? prepared() : List.<String>of()) {
            rollbackPrepared(name);
        }
        TestPostgres.empty(NAME);
    }

    private static boolean known() throws SQLException {
        String admin = TestPostgres.url("postgres", TestPostgres.port());
        return TestPostgres.ask(admin, "select 1 from pg_database where datname = '" + NAME + "'") != null;
    }

    @Override
    public String url() {
        return url(port());
    }

    @Override
    public int port() {
        return TestPostgres.port();
    }

    @Override
    public String url(int proxyPort) {
        return TestPostgres.url(NAME, proxyPort);
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
        return "nemcon:" + branch;
    }

    @Override
    public List<String> prepared() throws SQLException {
        List<String> gids = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select gid from pg_prepared_xacts where database = current_database() order by gid")) {
            while (rows.next()) {
                gids.add(rows.getString(1));
            }
        }
        return gids;
    }

    @Override
    public void commitPrepared(String name) throws SQLException {
        TestPostgres.execute(url(), "commit prepared " + literal(name));
    }

    @Override
    public void rollbackPrepared(String name) throws SQLException {
        TestPostgres.execute(url(), "rollback prepared " + literal(name));
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Named as the driver's own XAResource would. */
    @Override
    public String prepareForeign(int formatId, byte[] gtrid, byte[] bqual, String statement) throws SQLException {
        Base64.Encoder base64 = Base64.getEncoder();
        String gid = formatId + "_" + base64.encodeToString(gtrid) + "_" + base64.encodeToString(bqual);
        TestPostgres.execute(url(), "begin", statement, "prepare transaction " + literal(gid));
        return gid;
    }

    @Override
    public String backendOf(Connection connection) throws SQLException {
        return Integer.toString(connection.unwrap(PGConnection.class).getBackendPID());
    }

    @Override
    public void kill(String backend) throws SQLException {
        TestPostgres.ask(url(), "select pg_terminate_backend(" + backend + ", 30000)");
    }

    @Override
    public void crash() throws SQLException {
        TestPostgres.crash(url());
    }

    @Override
    public String wireText(Moment moment) {
        return switch (moment) {
            case PREPARE -> "PREPARE TRANSACTION";
            case COMMIT_PREPARED -> "COMMIT PREPARED";
            case ROLLBACK_PREPARED -> "ROLLBACK PREPARED";
            case COMMIT_ONE_PHASE -> "COMMIT";
            case ROLLBACK -> "ROLLBACK";
        };
    }

    @Override
    public DataSource lying(AdapterSettings settings, Lie lie) {
        return StandIn.dataSource(() -> StandIn.postgres(settings.url(), lie));
    }

    @Override
    public List<Exception> itsOwnErrors() {
        return Stream.of("25P02", "42704", "57P01")
                .<Exception>map(state ->
                        new PSQLException(new ServerErrorMessage("SERROR\0VERROR\0C" + state + "\0Ma wrong one\0")))
                .toList();
    }

    @Override
    public String endlessQuery() {
        return "select pg_sleep(600)";
    }

    @Override
    public boolean runsEndlessQuery() throws SQLException {
        return TestPostgres.ask(
                        url(),
                        "select 1 from pg_stat_activity where query like '%pg_sleep(600)' and state = 'active'"
                                + " and pid <> pg_backend_pid() and datname = current_database()")
                != null;
    }

    @Override
    public List<String> unpreparable() {
        return List.of(
                "create temp table scratch (id int)",
                "listen channel",
                "declare held cursor with hold for select * from account",
                "select pg_advisory_lock(1), pg_advisory_xact_lock(1)");
    }

    @Override
    public List<String> committing() {
        return List.of();
    }
}
