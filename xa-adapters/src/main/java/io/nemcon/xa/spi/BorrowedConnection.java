package io.nemcon.xa.spi;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection taken from a pool, and the one place that decides its fate: back to the pool, or out of it for good. Not
 * thread-safe; the first of the two calls counts.
 */
public final class BorrowedConnection {

    private static final Logger LOG = LoggerFactory.getLogger(BorrowedConnection.class);

    private final HikariDataSource pool;
    private final Connection connection;
    private boolean settled;

    public BorrowedConnection(HikariDataSource pool, Connection connection) {
        this.pool = pool;
        this.connection = connection;
    }

    public Connection connection() {
        return connection;
    }

    /** Returns it, its statements closed. Only for a connection that is known to be without a transaction. */
    public void giveBack() {
        if (settled) {
            return;
        }
        settled = true;
        try {
            connection.close();
        } catch (SQLException broken) {
            LOG.warn("{}: a connection broke while it was given back; the pool drops it", pool.getPoolName(), broken);
        }
    }

    /** Throws it away: nobody gets this connection again. The physical connection is closed in the background. */
    public void discard() {
        if (settled) {
            return;
        }
        settled = true;
        pool.evictConnection(connection);
    }
}
