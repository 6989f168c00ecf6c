package io.nemcon.simulation.database;

import io.nemcon.core.id.BranchId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One transaction inside a database.
 *
 * <pre>
 * OPEN      -prepare->            PREPARED
 * OPEN      -commit, rollback->   OVER
 * PREPARED  -commit, rollback->   OVER
 * </pre>
 */
final class Work {

    enum State {
        OPEN,
        PREPARED,
        OVER
    }

    final BranchId branch;

    /** By account: what it adds. Its keys are locked. */
    final Map<Integer, Long> changes = new TreeMap<>();

    State state = State.OPEN;

    /** Its number, given at its first write; 0 before. */
    long xid;

    @Nullable
    String gid;

    Work(BranchId branch) {
        this.branch = branch;
    }

    boolean wrote() {
        return xid != 0;
    }

    /** As a backup has it. */
    Work copy() {
        Work copy = new Work(branch);
        copy.changes.putAll(changes);
        copy.state = state;
        copy.xid = xid;
        copy.gid = gid;
        return copy;
    }
}
