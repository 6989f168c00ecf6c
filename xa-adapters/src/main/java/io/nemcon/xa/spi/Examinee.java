package io.nemcon.xa.spi;

import io.nemcon.core.id.BranchId;
import io.nemcon.xa.diagnosis.CommitMode;
import io.nemcon.xa.diagnosis.Facts;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What an examination has to know of one kind of database. The connections handed in are handles of a branch that the
 * examination began. Used by one thread; every call is bounded in time by the settings.
 */
public interface Examinee {

    /** How it takes part when nothing is wrong with it. */
    CommitMode mode();

    /** Asks the database and its driver about themselves. Never throws: no answer is a finding too. */
    Facts facts();

    /** Makes the branch one that wrote, and leaves no trace once it is committed and {@link #cleanUp} was called. */
    void write(Connection handle) throws SQLException;

    /** Runs a statement that the database refuses. */
    void fail(Connection handle) throws SQLException;

    /** The database's own name for the session of this handle. */
    String session(Connection handle) throws SQLException;

    /** Ends a session from outside, as a crash of its client would. Returns when it is gone. */
    void endSession(String session) throws SQLException;

    /** Whether a branch of {@link #write} is in the list of what is prepared, so that another session can end it. */
    boolean listsBranchesOfTrials();

    /** Whether a branch with a refused statement may still be prepared, without that statement. */
    boolean preparesAfterRefusedStatements();

    /** Removes what a committed branch of an examination left. */
    void cleanUp(BranchId branch) throws SQLException;
}
