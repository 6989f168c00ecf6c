package io.nemcon.simulation.database;

import io.nemcon.core.id.BranchId;

/** Hears what really became of branches, in the moment it does. Must change nothing. */
public interface DatabaseTap {

    /** Who did it. */
    enum Hand {
        /** Over the connection that did the branch's work, never prepared. */
        OWN_CONNECTION,
        /** A command for a prepared branch, by one of the group's processes. */
        GROUP,
        /** A person, behind everybody's back. */
        PERSON,
        /** It was lost with its server or its connection. */
        NOBODY
    }

    void wrote(SimDatabase database, BranchId branch);

    void prepared(SimDatabase database, BranchId branch);

    void committed(SimDatabase database, BranchId branch, Hand hand, String process);

    void rolledBack(SimDatabase database, BranchId branch, Hand hand, String process);

    /** A process is told which branches are prepared, those of this moment. */
    void listed(SimDatabase database, String process);

    /** The database is an older copy of itself from now on. */
    void restored(SimDatabase database);
}
