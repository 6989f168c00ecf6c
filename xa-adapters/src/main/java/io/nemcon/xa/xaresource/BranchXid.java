package io.nemcon.xa.xaresource;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import javax.transaction.xa.Xid;

/** A branch id as XA has it. Equal to another one of the same branch, as some drivers need it to be. */
public record BranchXid(BranchId branch) implements Xid {

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

    @Override
    public String toString() {
        return branch.toString();
    }
}
