package io.nemcon.xa.h2;

import com.zaxxer.hikari.HikariConfig;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.core.id.BranchId;
import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.BorrowedConnection;
import io.nemcon.xa.spi.WorkBranch;
import java.sql.Connection;
import java.sql.SQLException;

/** One H2 database. Thread-safe. */
final class H2Database implements AdaptedDatabase {

    private static final String FOR_ALL =
            "H2 keeps no witness: a commit whose answer was lost cannot be told from a lost"
                    + " branch. Schema changes are refused inside a transaction, for H2 commits at them. ";

    private final AdapterSettings settings;
    private final H2XaDataSource source;
    private final H2Prepared prepared;

    private H2Database(AdapterSettings settings, H2XaDataSource source) {
        this.settings = settings;
        this.source = source;
        this.prepared = new H2Prepared(source);
    }

    static H2Database check(AdapterSettings settings) throws SQLException {
        H2XaDataSource source = new H2XaDataSource(settings);
        try (Connection connection = source.plainConnection()) {
            H2Prepared.names(connection);
        } catch (SQLException e) {
            throw new SQLException(
                    "resource " + settings.name() + ": " + settings.url() + " does not answer: " + e.getMessage(),
                    e.getSQLState(),
                    e.getErrorCode(),
                    e);
        }
        return new H2Database(settings, source);
    }

    @Override
    public void configure(HikariConfig pool) {
        pool.setDataSource(source);
        pool.setAutoCommit(true);
    }

    @Override
    public WorkBranch begin(BranchId id, BranchContext context, BorrowedConnection connection) throws SQLException {
        try {
            return new H2Branch(id, context, settings, prepared, connection);
        } catch (SQLException e) {
            connection.discard();
            throw e;
        }
    }

    @Override
    public void useAlone(Connection connection) {
        // the pool hands them out in auto-commit mode
    }

    @Override
    public RecoverableResource recoverable() {
        return new H2Recovery(settings.name(), source, prepared);
    }

    @Override
    public String limits() {
        return limits(settings.url());
    }

    static String limits(String url) {
        if (url.startsWith("jdbc:h2:mem:")) {
            return FOR_ALL + "An H2 database in memory dies with its process, and its prepared branches with it.";
        }
        if (url.startsWith("jdbc:h2:tcp:") || url.startsWith("jdbc:h2:ssl:")) {
            return FOR_ALL
                    + "Its driver waits for an answer for ever unless the property NETWORK_TIMEOUT (ms, of statements too)"
                    + " is set, and only an administrator can see that the work of a lost connection is gone. The server"
                    + " does not force what is prepared to disk, so a power failure may lose it.";
        }
        return FOR_ALL
                + "An H2 file keeps prepared branches when its process is killed, and they are finished when it is"
                + " opened again; but it does not force them to disk, so a power failure may lose them.";
    }
}
