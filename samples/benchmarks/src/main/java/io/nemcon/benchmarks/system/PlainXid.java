package io.nemcon.benchmarks.system;

import java.nio.ByteBuffer;
import javax.transaction.xa.Xid;

/**
 * The simplest name of a branch.
 *
 * @param number of the transaction in this process
 * @param branch of it
 */
record PlainXid(long number, int branch) implements Xid {

    private static final int FORMAT = 0x42454E43;

    @Override
    public int getFormatId() {
        return FORMAT;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    @Override
    public byte[] getBranchQualifier() {
        return ByteBuffer.allocate(Integer.BYTES).putInt(branch).array();
    }
}
