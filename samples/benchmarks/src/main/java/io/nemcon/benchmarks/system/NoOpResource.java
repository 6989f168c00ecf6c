package io.nemcon.benchmarks.system;

import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** Does nothing, and votes yes: what is left of a transaction's cost is the manager's own. */
final class NoOpResource implements XAResource {

    @Override
    public void start(Xid xid, int flags) {}

    @Override
    public void end(Xid xid, int flags) {}

    @Override
    public int prepare(Xid xid) {
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) {}

    @Override
    public void rollback(Xid xid) {}

    @Override
    public void forget(Xid xid) {}

    @Override
    public Xid[] recover(int flag) {
        return new Xid[0];
    }

    /** Different resource managers: else a manager may join the two into one branch, and there is nothing to decide. */
    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
