package io.nemcon.benchmarks.system;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;

/** One thread's XA connection to a database, kept with its statement for all transactions: no pool costs anything. */
final class PinnedBranch implements AutoCloseable {

    /** Prepares the work on a new connection. */
    interface Preparing {
        AccountWork on(Connection connection) throws SQLException;
    }

    private final XAConnection physical;
    private final AccountWork work;
    private final XAResource resource;

    private PinnedBranch(XAConnection physical, AccountWork work) throws SQLException {
        this.physical = physical;
        this.work = work;
        this.resource = physical.getXAResource();
    }

    static PinnedBranch open(XADataSource database, Preparing preparing) throws SQLException {
        XAConnection physical = database.getXAConnection();
        return new PinnedBranch(physical, preparing.on(physical.getConnection()));
    }

    XAResource resource() {
        return resource;
    }

    void work(int amount) throws SQLException {
        work.run(amount);
    }

    @Override
    public void close() throws SQLException {
        physical.close();
    }
}
