package io.nemcon.client.jta;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import java.util.Arrays;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/** A branch id as XA drivers want it. Immutable; equal by value, for some drivers keep xids in maps. */
record NemconXid(BranchId branch) implements Xid {

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

    /** Whether a driver's xid, of whatever class, is this one. */
    boolean isSame(@Nullable Xid other) {
        return other != null
                && other.getFormatId() == Gtrid.FORMAT_ID
                && Arrays.equals(other.getGlobalTransactionId(), getGlobalTransactionId())
                && Arrays.equals(other.getBranchQualifier(), getBranchQualifier());
    }

    @Override
    public String toString() {
        return branch.toString();
    }
}
