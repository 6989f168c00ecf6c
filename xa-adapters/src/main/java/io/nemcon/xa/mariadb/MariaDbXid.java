package io.nemcon.xa.mariadb;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a branch is called in SQL: always in hexadecimal digits, for its bytes may be any. */
final class MariaDbXid {

    /** What {@code XA RECOVER FORMAT='SQL'} answers; the server leaves out what has its default value. */
    private static final Pattern LISTED =
            Pattern.compile("X'((?:[0-9a-fA-F]{2})*)'(?:,X'((?:[0-9a-fA-F]{2})*)'(?:,-?[0-9]+)?)?");

    private MariaDbXid() {}

    /** For {@code XA START} and the others. */
    static String literal(BranchId branch) {
        return "X'" + branch.gtrid() + "',X'" + HexFormat.of().formatHex(branch.bqual()) + "'," + Gtrid.FORMAT_ID;
    }

    /** Gtrid and bqual in one, the key of a witness. */
    static String key(BranchId branch) {
        return "X'" + branch.gtrid() + HexFormat.of().formatHex(branch.bqual()) + "'";
    }

    static byte[] keyBytes(BranchId branch) {
        return ByteBuffer.allocate(Gtrid.LENGTH_BYTES + BranchId.BQUAL_LENGTH_BYTES)
                .put(branch.gtrid().toBytes())
                .put(branch.bqual())
                .array();
    }

    /** The branch with such a key; null if its bytes are not of our shape. */
    static @Nullable BranchId fromKey(byte[] key) {
        if (key.length != Gtrid.LENGTH_BYTES + BranchId.BQUAL_LENGTH_BYTES) {
            return null;
        }
        String hex = HexFormat.of().formatHex(key);
        int split = Gtrid.LENGTH_BYTES * 2;
        return BranchId.parse(hex.substring(0, split) + "-" + hex.substring(split));
    }

    /** The branch that a row of {@code XA RECOVER FORMAT='SQL'} names; null if it is somebody else's. */
    static @Nullable BranchId listed(int formatId, int gtridLength, int bqualLength, String data) {
        Matcher parts = LISTED.matcher(data);
        if (!parts.matches()) {
            return null;
        }
        byte[] gtrid = HexFormat.of().parseHex(parts.group(1));
        byte[] bqual = parts.group(2) == null ? new byte[0] : HexFormat.of().parseHex(parts.group(2));
        return gtrid.length == gtridLength && bqual.length == bqualLength
                ? BranchId.fromBytes(formatId, gtrid, bqual)
                : null;
    }
}
