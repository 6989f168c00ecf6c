package io.nemcon.xa.h2;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import javax.transaction.xa.Xid;

/** A branch id as XA has it. Equal by value, for H2 compares xids with equals. */
record H2Xid(BranchId branch) implements Xid {

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
