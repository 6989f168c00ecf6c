package io.nemcon.xa.handle;

import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.core.id.BranchId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Between the application's handles and a branch's one connection: every piece of work enters and leaves here. Sealed
 * before the branch ends, so that a statement of another thread cannot slip in behind prepare. Thread-safe, and no thread
 * ever waits in {@link #run}.
 *
 * <p>One counter holds both facts, so that entering and sealing cannot miss each other: the sign bit says sealed, the rest
 * counts who is inside.
 */
public final class WorkGate {

    private static final int SEALED = Integer.MIN_VALUE;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** What databases answer for a statement that was stopped (SQLSTATE). */
    private static final Set<String> CANCELLED = Set.of("57014", "70100");

    private final BranchId id;
    private final Connection connection;
    private final BranchContext context;
    private final WorkListener listener;
    private final AtomicInteger inside = new AtomicInteger();
    private final Set<Statement> running = ConcurrentHashMap.newKeySet();
    private volatile boolean sessionChanged;

    public WorkGate(BranchId id, Connection connection, BranchContext context, WorkListener listener) {
        this.id = id;
        this.connection = connection;
        this.context = context;
        this.listener = listener;
    }

    /** A new handle on the connection. */
    public Connection newHandle() throws SQLException {
        requireOpen();
        context.requireActive();
        return new EnlistedConnection(this, connection);
    }

    /** Takes no more work from now on. True if none is running either. */
    public boolean seal() {
        return inside.getAndUpdate(count -> count | SEALED) << 1 == 0;
    }

    /** Whether work is running at this moment. */
    public boolean isBusy() {
        return inside.get() << 1 != 0;
    }

    /**
     * Whether the application changed what outlives the transaction and no pool puts back: schema or catalog. The
     * connection is then not for anybody else.
     */
    public boolean isSessionChanged() {
        return sessionChanged;
    }

    void sessionChanges() {
        sessionChanged = true;
    }

    /** Waits until no work is running; false if the time is over first. An interrupt does not end it. */
    public boolean awaitIdle(long timeoutNanos) {
        long start = System.nanoTime();
        while (isBusy()) {
            if (System.nanoTime() - start > timeoutNanos) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Asks the driver to stop each running statement. */
    public void cancelRunning() throws SQLException {
        for (Statement statement : running) {
            statement.cancel();
        }
    }

    /** Refuses statements of which one would end the transaction, or that this database cannot have in one. */
    void requireAllowed(String sql) throws SQLException {
        requireOneAllowed(sql);
        for (int at = SqlScript.next(sql, 0); at < sql.length(); at = SqlScript.next(sql, at)) {
            requireOneAllowed(sql.substring(at));
        }
    }

    private void requireOneAllowed(String sql) throws SQLException {
        try {
            SqlText.requireNoEnd(sql);
        } catch (SQLException refusal) {
            if (SqlText.undoes(sql)) {
                setRollbackOnly("it was told to roll back by SQL", refusal);
            }
            throw refusal;
        }
        listener.requireAllowed(SqlText.firstWord(sql), sql);
    }

    /** Whoever is refused a rollback wanted the work undone, and may swallow the refusal. */
    void setRollbackOnly(String why, SQLException cause) {
        context.setRollbackOnly(why, cause);
    }

    /** Work on the connection; may answer null. */
    interface Work {
        @Nullable
        Object run() throws SQLException;
    }

    /** Runs a statement: counted, told to the listener, and reached by {@link #cancelRunning}. */
    @Nullable
    Object execute(Statement statement, boolean onlyRead, Work work) throws SQLException {
        running.add(statement);
        try {
            return run(onlyRead, work);
        } finally {
            running.remove(statement);
        }
    }

    /** Runs other work than a statement: counted, and told to the listener. */
    @Nullable
    Object run(boolean onlyRead, Work work) throws SQLException {
        enter();
        try {
            Object result = work.run();
            listener.worked(onlyRead);
            return result;
        } catch (SQLException e) {
            listener.failed(e);
            throw explained(e);
        } finally {
            inside.getAndDecrement();
        }
    }

    /** Fails once the branch is sealed. Costs one volatile read. */
    void requireOpen() throws SQLException {
        if (isSealed()) {
            throw over();
        }
    }

    boolean isSealed() {
        return inside.get() < 0;
    }

    private void enter() throws SQLException {
        context.requireActive();
        if (inside.getAndUpdate(count -> count < 0 ? count : count + 1) < 0) {
            throw over();
        }
    }

    /** The transaction's own words are the better ones, if it has some: why it is over. */
    private SQLException over() {
        SQLException why = refusal();
        return new SQLException(
                (why == null
                                ? "transaction " + id.gtrid() + " takes no more work: it is over or ending"
                                : why.getMessage())
                        + "; this connection is of no more use: get a new one from the data source",
                "25000",
                why);
    }

    /** A statement that was stopped says no more than that; its transaction knows why. */
    private SQLException explained(SQLException error) {
        SQLException why = CANCELLED.contains(String.valueOf(error.getSQLState())) ? refusal() : null;
        return why == null
                ? error
                : new SQLException(
                        why.getMessage() + "; the statement was cancelled: " + error.getMessage(),
                        error.getSQLState(),
                        error.getErrorCode(),
                        error);
    }

    /** Why the transaction takes no more work; null if it does. */
    private @Nullable SQLException refusal() {
        try {
            context.requireActive();
            return null;
        } catch (SQLException why) {
            return why;
        }
    }
}
