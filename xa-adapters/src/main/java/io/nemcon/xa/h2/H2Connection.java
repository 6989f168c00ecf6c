package io.nemcon.xa.h2;

import io.nemcon.xa.handle.DelegatingConnection;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of the pool: one handle of an XAConnection for life, because H2 rolls back when a handle is closed or
 * replaced, a prepared branch too. For the same reason it does not close while it holds a prepared branch; the branch then
 * waits for the agent.
 */
final class H2Connection extends DelegatingConnection {

    private static final Logger LOG = LoggerFactory.getLogger(H2Connection.class);

    private final XAConnection physical;
    private final Connection handle;
    private final H2Session session;
    private volatile boolean holdsPrepared;

    H2Connection(XAConnection physical) throws SQLException {
        this.physical = physical;
        this.handle = physical.getConnection();
        this.session = H2Session.of(handle);
    }

    H2Session session() {
        return session;
    }

    /** Whether it still has a database behind it. */
    boolean isAlive() throws SQLException {
        return handle.isValid(0);
    }

    XAResource xaResource() throws SQLException {
        return physical.getXAResource();
    }

    /** While true, closing it waits. */
    void holdsPrepared(boolean holds) {
        holdsPrepared = holds;
    }

    @Override
    public Connection delegate() {
        return handle;
    }

    @Override
    public boolean isClosed() throws SQLException {
        return handle.isClosed();
    }

    @Override
    public void close() throws SQLException {
        if (holdsPrepared) {
            LOG.warn("a connection is kept open, for it holds a prepared branch that closing would roll back");
            return;
        }
        physical.close();
    }
}
