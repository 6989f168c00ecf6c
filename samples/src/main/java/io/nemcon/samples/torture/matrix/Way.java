package io.nemcon.samples.torture.matrix;

import io.nemcon.node.host.CrashPoint;
import io.nemcon.samples.torture.point.WorkKind;
import org.jspecify.annotations.Nullable;

/** What is done so that a process passes a point. */
enum Way {
    /** Transfers, until it is passed. */
    TRANSFER(WorkKind.TRANSFER),
    ONE_PHASE(WorkKind.ONE_PHASE),
    READ_BESIDE(WorkKind.READ_BESIDE),
    GIVEN_UP(WorkKind.GIVEN_UP),
    /** A prepared branch is rolled back, for another one is refused. */
    REFUSED(WorkKind.REFUSED),
    /** Nothing but the usual traffic; and somebody asks the nodes how they are. */
    TRAFFIC(WorkKind.TRANSFER),
    /** Somebody asks a follower for what only the log knows. */
    FOLLOWER_ASKED,
    /** The node is told to take a snapshot. */
    SNAPSHOT,
    /** The node is killed after it took a snapshot, and starts with the point armed. */
    START_FROM_SNAPSHOT,
    /** The process is killed, and starts with the point armed. */
    START,
    /** The same, and nobody else is left to be the active agent. */
    START_ALONE,
    /** It is told to end. */
    STOP,
    /** Another app is told to end. */
    APP_STOP,
    /** The leader is killed, and the point is armed in those that may follow it. */
    NEW_LEADER,
    /** An app dies and leaves branches that are prepared and undecided. */
    ORPHANS_PREPARED(CrashPoint.CLIENT_PREPARED),
    /** An app dies and leaves branches that are prepared and decided. */
    ORPHANS_DECIDED(CrashPoint.CLIENT_DECIDED),
    /** An app dies when every branch is committed and none of that was reported. */
    ORPHANS_COMMITTED(CrashPoint.CLIENT_BEFORE_FINISHED_REPORTED),
    /** A branch of a transaction that its owner has given up long ago turns up in the prepared list. */
    LATE_PREPARE,
    /** A person rolls back by hand what is decided COMMIT. */
    BY_HAND(CrashPoint.CLIENT_DECIDED);

    private final @Nullable WorkKind work;
    private final @Nullable CrashPoint end;

    Way() {
        this(null, null);
    }

    Way(WorkKind work) {
        this(work, null);
    }

    Way(CrashPoint end) {
        this(null, end);
    }

    Way(@Nullable WorkKind work, @Nullable CrashPoint end) {
        this.work = work;
        this.end = end;
    }

    /** The transactions that are ordered until the point is passed; null for none. */
    @Nullable
    WorkKind work() {
        return work;
    }

    /** Where the app dies that leaves something behind; null if none does. */
    @Nullable
    CrashPoint endOfMaker() {
        return end;
    }
}
