package io.nemcon.xa.h2;

import io.nemcon.core.id.BranchId;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How H2 names a prepared branch: {@code XID|formatId|bqual|gtrid}, the last two in base64. Read here and not by the
 * driver, whose recover() fails as a whole when it meets a name that it does not know.
 */
final class H2Names {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private H2Names() {}

    static String of(BranchId branch) {
        H2Xid xid = new H2Xid(branch);
        return "XID|" + xid.getFormatId() + "|" + ENCODER.encodeToString(xid.getBranchQualifier()) + "|"
                + ENCODER.encodeToString(xid.getGlobalTransactionId());
    }

    /** The branch, or null if this name is not exactly one that {@link #of} makes. */
    static @Nullable BranchId parse(String name) {
        String[] parts = name.split("\\|", -1);
        if (parts.length != 4 || !parts[0].equals("XID")) {
            return null;
        }
        try {
            BranchId branch =
                    BranchId.fromBytes(Integer.parseInt(parts[1]), DECODER.decode(parts[3]), DECODER.decode(parts[2]));
            return branch != null && of(branch).equals(name) ? branch : null;
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    /** As an identifier in SQL, whoever made it. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
