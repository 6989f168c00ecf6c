package io.nemcon.xa.handle;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * One handle of the application on its branch's connection. Closing it closes its statements and nothing else: the
 * connection stays with the branch. As thread-safe as the driver's connection.
 */
final class EnlistedConnection extends DelegatingConnection {

    private static final String INVALID_TERMINATION = "2D000";
    private static final String ACTIVE_TRANSACTION = "25001";

    private final WorkGate gate;
    private final Connection target;
    private final List<Statement> statements = new ArrayList<>(4);
    private volatile boolean closed;

    EnlistedConnection(WorkGate gate, Connection target) {
        this.gate = gate;
        this.target = target;
    }

    WorkGate gate() {
        return gate;
    }

    /** Fails if this handle is closed or its branch takes no more work. */
    void requireUsable() throws SQLException {
        if (closed) {
            throw new SQLException("this connection is closed; get a new one from the data source", "08003");
        }
        gate.requireOpen();
    }

    @Override
    protected Connection delegate() throws SQLException {
        requireUsable();
        return target;
    }

    /** A statement of this handle closed itself. */
    void forget(Statement statement) {
        synchronized (statements) {
            statements.remove(statement);
        }
    }

    // ---- ending: the transaction's business

    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        List<Statement> open;
        synchronized (statements) {
            open = List.copyOf(statements);
            statements.clear();
        }
        if (gate.isSealed()) {
            return; // they are closed with the branch
        }
        for (Statement statement : open) {
            statement.close();
        }
    }

    @Override
    public boolean isClosed() {
        return closed || gate.isSealed();
    }

    @Override
    public boolean isValid(int timeout) throws SQLException {
        return !isClosed() && Boolean.TRUE.equals(gate.run(true, () -> target.isValid(timeout)));
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        requireUsable();
        return false;
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        requireUsable();
        if (autoCommit) {
            throw refused("setAutoCommit(true)", "it is part of a transaction; end that with UserTransaction.commit()");
        }
    }

    @Override
    public void commit() throws SQLException {
        requireUsable();
        throw refused("commit()", "call UserTransaction.commit(), which commits every resource of the transaction");
    }

    @Override
    public void rollback() throws SQLException {
        requireUsable();
        throw refused("rollback()", "call UserTransaction.rollback() or setRollbackOnly()");
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        requireUsable();
        if (!Objects.equals(level, gate.run(true, target::getTransactionIsolation))) {
            throw new SQLException(
                    "setTransactionIsolation(" + level + ") is refused inside a transaction: set it on the data source,"
                            + " or run SET TRANSACTION ISOLATION LEVEL as the first statement where the database has it",
                    ACTIVE_TRANSACTION);
        }
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        if (readOnly != delegate().isReadOnly()) {
            throw new SQLException(
                    "setReadOnly(" + readOnly
                            + ") is refused inside a transaction: set it before UserTransaction.begin()",
                    ACTIVE_TRANSACTION);
        }
    }

    private static SQLException refused(String call, String instead) {
        return new SQLException(call + " is refused on this connection: " + instead, INVALID_TERMINATION);
    }

    // ---- work of the connection itself

    @Override
    public Savepoint setSavepoint() throws SQLException {
        requireUsable();
        return savepoint(target::setSavepoint);
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        requireUsable();
        return savepoint(() -> target.setSavepoint(name));
    }

    private Savepoint savepoint(WorkGate.Work set) throws SQLException {
        return (Savepoint) Objects.requireNonNull(gate.run(true, set));
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        requireUsable();
        gate.run(true, () -> {
            target.rollback(savepoint);
            return null;
        });
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        requireUsable();
        gate.run(true, () -> {
            target.releaseSavepoint(savepoint);
            return null;
        });
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        requireUsable();
        gate.sessionChanges();
        gate.run(false, () -> {
            target.setSchema(schema);
            return null;
        });
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        requireUsable();
        gate.sessionChanges();
        gate.run(false, () -> {
            target.setCatalog(catalog);
            return null;
        });
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        closed = true;
        target.abort(executor);
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        return HandleProxies.metaData(this, delegate().getMetaData());
    }

    // ---- statements

    @Override
    public Statement createStatement() throws SQLException {
        return plain(delegate().createStatement());
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return plain(delegate().createStatement(type, concurrency));
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        return plain(delegate().createStatement(type, concurrency, holdability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return prepared(sql, checked(sql).prepareStatement(sql));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return prepared(sql, checked(sql).prepareStatement(sql, type, concurrency));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return prepared(sql, checked(sql).prepareStatement(sql, type, concurrency, holdability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        return prepared(sql, checked(sql).prepareStatement(sql, autoGeneratedKeys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
        return prepared(sql, checked(sql).prepareStatement(sql, columnIndexes));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
        return prepared(sql, checked(sql).prepareStatement(sql, columnNames));
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        return callable(sql, checked(sql).prepareCall(sql));
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return callable(sql, checked(sql).prepareCall(sql, type, concurrency));
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        return callable(sql, checked(sql).prepareCall(sql, type, concurrency, holdability));
    }

    private Connection checked(String sql) throws SQLException {
        gate.requireAllowed(sql);
        return delegate();
    }

    private Statement plain(Statement statement) {
        remember(statement);
        return HandleProxies.statement(this, statement);
    }

    private PreparedStatement prepared(String sql, PreparedStatement statement) {
        remember(statement);
        return HandleProxies.prepared(this, statement, sql);
    }

    private CallableStatement callable(String sql, CallableStatement statement) {
        remember(statement);
        return HandleProxies.callable(this, statement, sql);
    }

    private void remember(Statement statement) {
        synchronized (statements) {
            statements.add(statement);
        }
    }

    @Override
    public String toString() {
        return "handle on " + target;
    }
}
