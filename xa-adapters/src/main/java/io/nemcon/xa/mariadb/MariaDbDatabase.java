package io.nemcon.xa.mariadb;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.core.id.BranchId;
import io.nemcon.xa.diagnosis.Finding;
import io.nemcon.xa.diagnosis.Finding.Verdict;
import io.nemcon.xa.handle.WorkGate;
import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.BorrowedConnection;
import io.nemcon.xa.spi.WorkBranch;
import io.nemcon.xa.twophase.TwoPhaseBranch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One MariaDB database, checked to be able to prepare. Thread-safe. */
final class MariaDbDatabase implements AdaptedDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(MariaDbDatabase.class);

    private final AdapterSettings settings;
    private final WitnessTable table;
    private final boolean readsMayWrite;
    private final MariaDbVerifier verifier;
    private final Owners owners = new Owners();

    /** @param readsMayWrite whether there are views that call stored functions, so that no SELECT is a read for sure */
    private MariaDbDatabase(AdapterSettings settings, WitnessTable table, boolean readsMayWrite) {
        this.settings = settings;
        this.table = table;
        this.readsMayWrite = readsMayWrite;
        this.verifier = new MariaDbVerifier(settings, table);
    }

    /** Asks the server whether it can do its part. */
    static MariaDbDatabase check(AdapterSettings settings) throws SQLException {
        MariaDbFacts asked = MariaDbFacts.of(settings);
        for (Finding one : asked.facts().findings()) {
            if (one.verdict() == Verdict.PROBLEM) {
                throw new SQLException("resource " + settings.name() + ": " + one.sentence());
            }
            if (one.verdict() == Verdict.NOTE) {
                LOG.warn("resource {}: {}", settings.name(), one.sentence());
            }
        }
        String database = Objects.requireNonNull(asked.database(), "without a database there was a problem");
        return new MariaDbDatabase(settings, new WitnessTable(database), asked.readsMayWrite());
    }

    /** Plain connections in auto-commit mode: XA START suspends that, and the end of the branch brings it back. */
    @Override
    public void configure(HikariConfig pool) {
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.setAutoCommit(true);
        settings.properties().forEach(pool::addDataSourceProperty);
        pool.setExceptionOverride(new KeepOnUnsupported());
    }

    /** "Feature not supported" is an answer; the pool would take it for a broken connection. */
    private static final class KeepOnUnsupported implements SQLExceptionOverride {
        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException error) {
            return "0A000".equals(error.getSQLState()) ? Override.DO_NOT_EVICT : Override.CONTINUE_EVICT;
        }
    }

    @Override
    public WorkBranch begin(BranchId id, BranchContext context, BorrowedConnection borrowed) throws SQLException {
        try {
            org.mariadb.jdbc.Connection connection = borrowed.connection().unwrap(org.mariadb.jdbc.Connection.class);
            MariaDbSession session =
                    new MariaDbSession(connection, owners.of(connection), table, id, settings.answerTimeout());
            session.start();
            MariaDbWork work = new MariaDbWork(readsMayWrite);
            WorkGate gate = new WorkGate(id, borrowed.connection(), context, work);
            return new TwoPhaseBranch(
                    id, settings, borrowed, gate, new MariaDbCommands(id, settings, session, work, verifier));
        } catch (SQLException e) {
            borrowed.discard();
            throw e;
        }
    }

    @Override
    public void useAlone(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
    }

    @Override
    public RecoverableResource recoverable() {
        return new MariaDbRecovery(settings, table);
    }

    @Override
    public String limits() {
        return readsMayWrite
                ? "views call stored functions, so a transaction that only reads is prepared like one that writes"
                : "";
    }
}
