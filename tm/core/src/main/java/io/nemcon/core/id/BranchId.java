package io.nemcon.core.id;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * One resource's part of a global transaction: gtrid, and as bqual the hash of the resource's name and the branch's number
 * in the transaction. The bqual differs for each branch of one transaction, as MySQL demands.
 */
public record BranchId(Gtrid gtrid, long resourceHash, int number) {

    public static final int BQUAL_LENGTH_BYTES = 12;

    public static BranchId of(Gtrid gtrid, ResourceName resource, int number) {
        return new BranchId(gtrid, resource.hash(), number);
    }

    /** The branch with these parts of an xid, or null if they are not of our shape. */
    public static @Nullable BranchId fromBytes(int formatId, byte[] gtridBytes, byte[] bqual) {
        if (formatId != Gtrid.FORMAT_ID || bqual.length != BQUAL_LENGTH_BYTES) {
            return null;
        }
        Gtrid gtrid = Gtrid.fromBytes(gtridBytes);
        if (gtrid == null) {
            return null;
        }
        ByteReader in = new ByteReader(bqual);
        return new BranchId(gtrid, in.readLong(), in.readInt());
    }

    public byte[] bqual() {
        return new ByteWriter(BQUAL_LENGTH_BYTES)
                .writeLong(resourceHash)
                .writeInt(number)
                .toByteArray();
    }

    /** Parses {@link #toString()}; null if the text is not a branch id of ours. */
    public static @Nullable BranchId parse(String text) {
        int split = text.indexOf('-');
        if (split != Gtrid.LENGTH_BYTES * 2 || text.length() != split + 1 + BQUAL_LENGTH_BYTES * 2) {
            return null;
        }
        Gtrid gtrid = Gtrid.parse(text.substring(0, split));
        if (gtrid == null) {
            return null;
        }
        try {
            return new BranchId(gtrid, Hex.parseLong(text, split + 1), Hex.parseInt(text, split + 17));
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    /** The gtrid, a hyphen, and 24 hexadecimal digits of bqual. */
    @Override
    public String toString() {
        return gtrid + "-" + Hex.of(resourceHash) + Hex.of(number);
    }
}
