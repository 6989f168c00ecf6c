package io.nemcon.simulation.database;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.node.host.Host;
import io.nemcon.simulation.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * A driver's XAResource over one connection, with the error codes that drivers really give: what they say of an ambiguous
 * end is no more than a guess.
 */
public final class SimXaResource implements XAResource, AutoCloseable {

    private record FoundXid(BranchId branch) implements Xid {

        @Override
        public int getFormatId() {
            return Gtrid.FORMAT_ID;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return branch.gtrid().toBytes();
        }

        @Override
        public byte[] getBranchQualifier() {
            return branch.bqual();
        }
    }

    private final SimDatabase database;
    private final Machine machine;
    private final Host host;
    private @Nullable DatabaseSession session;
    private @Nullable BranchId at;

    public SimXaResource(SimDatabase database, Machine machine, Host host) {
        this.database = database;
        this.machine = machine;
        this.host = host;
    }

    private DatabaseSession session() throws DatabaseException {
        DatabaseSession open = session;
        if (open == null || !open.usable()) {
            open = DatabaseSession.open(database, machine, host);
            session = open;
        }
        return open;
    }

    /** The branch's own connection; what it was doing is gone with it. */
    private DatabaseSession ownSession() throws DatabaseException {
        DatabaseSession open = session;
        if (open == null || !open.usable()) {
            throw new DatabaseException(DatabaseException.Kind.LOST, "the connection was lost before");
        }
        return open;
    }

    private static BranchId branchOf(Xid xid) throws XAException {
        BranchId branch = BranchId.fromBytes(xid.getFormatId(), xid.getGlobalTransactionId(), xid.getBranchQualifier());
        if (branch == null) {
            throw new XAException(XAException.XAER_INVAL);
        }
        return branch;
    }

    /** Adds to an account, in the branch that is started here. Blocks. */
    public long add(int account, long delta) throws TroubleException {
        try {
            return ownSession()
                    .call(
                            () -> "account " + account + (delta < 0 ? " " : " +") + delta,
                            backend -> database.add(backend, account, delta));
        } catch (DatabaseException failed) {
            throw new TroubleException(database + ": " + failed.getMessage());
        }
    }

    private interface Call<T> {
        T run() throws DatabaseException;
    }

    private <T> T xa(Call<T> call) throws XAException {
        try {
            return call.run();
        } catch (DatabaseException failed) {
            XAException exception = new XAException(code(failed));
            exception.initCause(failed);
            throw exception;
        }
    }

    /** As it was seen: pgjdbc says RMERR of a lost connection, MariaDB 0; and NOTA where nothing is prepared. */
    private int code(DatabaseException failed) {
        return switch (failed.kind()) {
            case REFUSED -> XAException.XA_RBROLLBACK;
            case NOT_PREPARED -> database.mischief().coin() ? XAException.XAER_NOTA : XAException.XAER_RMERR;
            case UNREACHABLE -> XAException.XAER_RMFAIL;
            case LOST ->
                switch ((int) database.mischief().below(3)) {
                    case 0 -> XAException.XAER_RMFAIL;
                    case 1 -> XAException.XAER_RMERR;
                    default -> 0;
                };
        };
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        BranchId branch = branchOf(xid);
        xa(() -> session().ask(() -> "XA START " + Gids.words(branch), backend -> {
            database.begin(backend, branch);
            return true;
        }));
        at = branch;
    }

    @Override
    public void end(Xid xid, int flags) {
        // the server is told with the next command
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        BranchId branch = branchOf(xid);
        long number = xa(() -> ownSession()
                .ask(() -> "XA PREPARE " + Gids.words(branch), backend -> database.prepare(backend, Gids.of(branch))));
        return number == 0 ? XA_RDONLY : XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        BranchId branch = branchOf(xid);
        if (onePhase) {
            xa(() -> ownSession().ask(() -> "XA COMMIT ONE PHASE " + Gids.words(branch), backend -> {
                database.commit(backend);
                return true;
            }));
        } else {
            refuseBesideOwner(branch);
            xa(() -> session().ask(() -> "XA COMMIT " + Gids.words(branch), backend -> {
                database.commitPrepared(Gids.of(branch), machine.name());
                return true;
            }));
        }
    }

    /** MariaDB: as long as the connection that did the work is there, another one hears that there is no such branch. */
    private void refuseBesideOwner(BranchId branch) throws XAException {
        boolean owns = branch.equals(at) && session != null && session.usable();
        if (!owns && database.ownerConnected(Gids.of(branch))) {
            throw new XAException(XAException.XAER_NOTA);
        }
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        BranchId branch = branchOf(xid);
        refuseBesideOwner(branch);
        xa(() -> session().ask(() -> "XA ROLLBACK " + Gids.words(branch), backend -> {
            if (backend.work != null && backend.work.branch.equals(branch) && backend.work.state == Work.State.OPEN) {
                database.rollback(backend);
            } else {
                database.rollbackPrepared(Gids.of(branch), machine.name());
            }
            return true;
        }));
    }

    @Override
    public Xid[] recover(int flag) throws XAException {
        if ((flag & TMSTARTRSCAN) == 0) {
            return new Xid[0];
        }
        List<Xid> found = new ArrayList<>();
        for (SimDatabase.Row row : xa(() -> session().ask(() -> "XA RECOVER", database::list))) {
            found.add(new FoundXid(row.branch()));
        }
        return found.toArray(new Xid[0]);
    }

    @Override
    public void forget(Xid xid) {
        // nothing is remembered
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return this == other;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }

    @Override
    public void close() {
        DatabaseSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }
}
