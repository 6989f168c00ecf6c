package io.nemcon.xa.handle;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
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
    private final OpenStatements statements = new OpenStatements(this);
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
    public Connection delegate() throws SQLException {
        requireUsable();
        return target;
    }

    /** A statement of this handle closed itself. */
    void forget(Statement statement) {
        statements.forget(statement);
    }

    // ---- ending: the transaction's business

    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        if (!gate.isSealed()) { // else they are closed with the branch
            statements.closeAll();
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

    /**
     * Refused, and nothing else: what was to be committed is committed with the transaction, if that is. Who takes the
     * refusal for a failure calls {@link #rollback()} next, as frameworks do.
     */
    @Override
    public void commit() throws SQLException {
        requireUsable();
        throw refused("commit()", "call UserTransaction.commit(), which commits every resource of the transaction");
    }

    /**
     * Refused, and the transaction can only roll back from then on: whoever called it wanted this work undone, and may have
     * swallowed the refusal.
     */
    @Override
    public void rollback() throws SQLException {
        requireUsable();
        SQLException refusal = refused(
                "rollback()", "call UserTransaction.rollback(); its transaction is marked, and can only roll back now");
        gate.setRollbackOnly("rollback() was called on a connection of it", refusal);
        throw refusal;
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
        run(true, () -> target.rollback(savepoint));
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        run(true, () -> target.releaseSavepoint(savepoint));
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        changeSession(() -> target.setSchema(schema));
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        changeSession(() -> target.setCatalog(catalog));
    }

    /** What outlives the transaction, and the pool does not put back. */
    private void changeSession(Call change) throws SQLException {
        requireUsable();
        gate.sessionChanges();
        run(false, change);
    }

    private interface Call {
        void make() throws SQLException;
    }

    private void run(boolean onlyRead, Call call) throws SQLException {
        requireUsable();
        gate.run(onlyRead, () -> {
            call.make();
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
        return statements.plain(delegate().createStatement());
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return statements.plain(delegate().createStatement(type, concurrency));
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        return statements.plain(delegate().createStatement(type, concurrency, holdability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return statements.prepared(sql, checked(sql).prepareStatement(sql));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return statements.prepared(sql, checked(sql).prepareStatement(sql, type, concurrency));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return statements.prepared(sql, checked(sql).prepareStatement(sql, type, concurrency, holdability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        return statements.prepared(sql, checked(sql).prepareStatement(sql, autoGeneratedKeys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
        return statements.prepared(sql, checked(sql).prepareStatement(sql, columnIndexes));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
        return statements.prepared(sql, checked(sql).prepareStatement(sql, columnNames));
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        return statements.callable(sql, checked(sql).prepareCall(sql));
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return statements.callable(sql, checked(sql).prepareCall(sql, type, concurrency));
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        return statements.callable(sql, checked(sql).prepareCall(sql, type, concurrency, holdability));
    }

    private Connection checked(String sql) throws SQLException {
        gate.requireAllowed(sql);
        return delegate();
    }

    @Override
    public String toString() {
        return "handle on " + target;
    }
}
