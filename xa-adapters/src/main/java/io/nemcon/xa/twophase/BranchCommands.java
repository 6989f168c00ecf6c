package io.nemcon.xa.twophase;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.core.protocol.Witness;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One kind of database's own commands for one branch, its own words for errors, and what it saw of the work. Commands go
 * over the branch's connection, and after any exception but a refusal ({@link #refused}) nothing is known of what they did;
 * only {@code ...Verified} goes over others. Threads: see {@link io.nemcon.client.branch.Branch}.
 */
public interface BranchCommands {

    // ---- what was seen of the work

    /** Whether anything was done at all. */
    boolean worked();

    /** Whether anything but reads was seen. */
    boolean mayHaveWritten();

    /** In words, why the work cannot be committed; null if it can. Asks nobody. */
    @Nullable
    String trouble();

    /** What failed so that the work cannot be committed; null if nothing did. */
    @Nullable
    SQLException failure();

    // ---- on the branch's own connection

    /** Ends a branch that wrote nothing, in one round trip or two. False if it did write: then it is open as before. */
    boolean endedReadOnly() throws SQLException;

    /** Prepares, and answers what will prove a commit. */
    Witness prepare() throws SQLException;

    /** Before a one-phase commit: asks for what will prove it, where that is wanted and takes a command of its own. */
    void askForWitness() throws SQLException;

    void commitOnePhase() throws SQLException;

    /** What is not prepared, in any state. */
    void rollback() throws SQLException;

    void commitPrepared() throws SQLException;

    void rollbackPrepared() throws SQLException;

    /** Stops whatever statement runs; from any thread. */
    void cancel() throws SQLException;

    /** Makes the connection fit for the pool again. */
    void reset() throws SQLException;

    /** Whether the connection is fit for the pool again as soon as its branch is prepared, and not only once that is over. */
    boolean freeOncePrepared();

    // ---- errors

    /** Whether the server refused the command, lives, and so did nothing of it. */
    boolean refused(SQLException error);

    /** An error in words, in one line. */
    String words(SQLException error);

    /** What else there is to say of a failed prepare, to follow its words; else empty. */
    String moreOnPrepare(SQLException error);

    /** What else there is to say of a failed one-phase commit, to follow its words; else empty. */
    String moreOnCommit(SQLException error);

    // ---- on other connections, in bounded time: prepared list first, then witness

    /**
     * Makes sure that a branch which nobody decided yet is rolled back: ends its connection, so that no late prepare can
     * land, then rolls back what is prepared.
     */
    BranchEnd undoVerified();

    /** Commits the prepared branch, or finds what became of it: which may be against the decision, by another hand. */
    BranchEnd commitVerified(Witness witness);

    /** Rolls back the prepared branch, or finds what became of it, as {@link #commitVerified} does. */
    BranchEnd rollbackVerified(Witness witness);

    /** Finds out how a one-phase commit ended whose answer was lost: ends the connection, then looks. */
    OnePhaseEnd onePhaseVerified();

    /** For messages: the resource's name, and what a DBA needs to find the branch. */
    String describe();
}
