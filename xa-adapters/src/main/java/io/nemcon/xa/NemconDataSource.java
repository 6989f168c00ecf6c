package io.nemcon.xa;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.nemcon.agent.ParticipantAgent;
import io.nemcon.client.Nemcon;
import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.Enlister;
import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.BorrowedConnection;
import io.nemcon.xa.spi.WorkBranch;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pooled data source that takes part in the calling thread's transaction. Thread-safe.
 *
 * <p>Inside a transaction, all connections of this data source are handles on one physical connection, which stays with
 * the transaction until it has ended. Outside, they are ordinary pooled connections in auto-commit mode.
 *
 * <pre>{@code
 * NemconDataSource orders = NemconDataSource.builder(nemcon, "orders")
 *         .url("jdbc:postgresql://db1/orders").user("app").password(secret).maximumPoolSize(16).build();
 * }</pre>
 */
public final class NemconDataSource implements DataSource, AutoCloseable {

    private final ResourceName name;
    private final Enlister enlister;
    private final RecoveryRegistrar registrar;
    private final AdaptedDatabase database;
    private final HikariDataSource pool;
    private final Admission admission;
    private final boolean transactionRequired;

    NemconDataSource(
            ResourceName name,
            Enlister enlister,
            RecoveryRegistrar registrar,
            AdaptedDatabase database,
            HikariDataSource pool,
            Admission admission,
            boolean transactionRequired) {
        this.name = name;
        this.enlister = enlister;
        this.registrar = registrar;
        this.database = database;
        this.pool = pool;
        this.admission = admission;
        this.transactionRequired = transactionRequired;
    }

    /**
     * A data source of this client's transactions, recovered by this client's agent.
     *
     * @param name by which the group knows this database: the same in every process that uses it
     */
    public static NemconDataSourceBuilder builder(Nemcon nemcon, String name) {
        return builder(nemcon.enlister(), RecoveryRegistrar.of(ParticipantAgent.of(nemcon)), name);
    }

    /** The same for transactions and an agent of another make. */
    public static NemconDataSourceBuilder builder(Enlister enlister, RecoveryRegistrar registrar, String name) {
        return new NemconDataSourceBuilder(enlister, registrar, new ResourceName(name));
    }

    public ResourceName name() {
        return name;
    }

    /** What this database cannot do, in words for an operator; empty if nothing is missing. */
    public String limits() {
        return database.limits();
    }

    /**
     * A handle on the transaction's connection, or a pooled connection if the thread has no transaction.
     *
     * @throws SQLException if the transaction takes no more work, no connection is to be had in time, or the thread has no
     *     transaction and {@link NemconDataSourceBuilder#transactionRequired} says that it needs one (SQLSTATE 25000)
     */
    @Override
    public Connection getConnection() throws SQLException {
        Branch branch = enlister.enlist(name, this::begin);
        if (branch == null && transactionRequired) {
            throw new SQLException(
                    "resource " + name
                            + " is used inside transactions only (transactionRequired), and this thread has none:"
                            + " begin one, or join the caller's",
                    "25000");
        }
        if (branch == null) {
            return alone();
        }
        if (branch instanceof WorkBranch work) {
            return work.newHandle();
        }
        throw new SQLException(
                "resource " + name + " was enlisted by other means than this data source: " + branch.describe());
    }

    private Branch begin(BranchId id, BranchContext context) throws SQLException {
        return database.begin(id, context, new BorrowedConnection(pool, borrow()));
    }

    private Connection alone() throws SQLException {
        Connection connection = borrow();
        try {
            database.useAlone(connection);
            return connection;
        } catch (SQLException e) {
            pool.evictConnection(connection);
            throw e;
        }
    }

    private Connection borrow() throws SQLException {
        Connection connection = borrowUnchecked();
        try {
            admission.check(connection);
            return connection;
        } catch (SQLException e) {
            pool.evictConnection(connection);
            throw e;
        }
    }

    private Connection borrowUnchecked() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            throw new SQLTransientConnectionException(
                    "resource " + name + ": no connection within " + pool.getConnectionTimeout() + " ms" + occupancy()
                            + "; a transaction keeps its connection until it has ended: shorten transactions,"
                            + " or raise maximumPoolSize",
                    e.getSQLState(),
                    e);
        }
    }

    private String occupancy() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        return now == null
                ? ""
                : ", " + now.getActiveConnections() + " of " + pool.getMaximumPoolSize() + " in use, "
                        + now.getThreadsAwaitingConnection() + " threads waiting";
    }

    /** Tells the agent to let go of the database, and closes the pool. Idempotent. */
    @Override
    public void close() {
        if (!pool.isClosed()) {
            registrar.unregister(name);
            pool.close();
        }
    }

    public boolean isClosed() {
        return pool.isClosed();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "resource " + name + ": a transaction's connection has one user; set it on the builder");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    /** The pool is to be had as {@link HikariDataSource}; connections taken from it take part in no transaction. */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || pool.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return "NemconDataSource[" + name + "]";
    }
}
