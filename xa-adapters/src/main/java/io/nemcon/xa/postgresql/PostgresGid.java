package io.nemcon.xa.postgresql;

import io.nemcon.core.id.BranchId;
import org.jspecify.annotations.Nullable;

/**
 * How a branch is called in {@code PREPARE TRANSACTION}: {@code nemcon:} and the branch id, 88 ASCII characters of the 199
 * that PostgreSQL takes. Any other gid is somebody else's.
 */
final class PostgresGid {

    private static final String PREFIX = "nemcon:";

    private PostgresGid() {}

    static String of(BranchId branch) {
        return PREFIX + branch;
    }

    /** The branch, or null if this gid is not exactly one that {@link #of} makes. */
    static @Nullable BranchId parse(String gid) {
        if (!gid.startsWith(PREFIX)) {
            return null;
        }
        BranchId branch = BranchId.parse(gid.substring(PREFIX.length()));
        return branch != null && of(branch).equals(gid) ? branch : null;
    }

    /** As a literal in SQL, whoever made it. */
    static String quoted(String gid) {
        return "'" + gid.replace("'", "''") + "'";
    }
}
