package io.nemcon.xa.doctor;

import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.agent.ResourceUnreachableException;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.xa.diagnosis.Finding;
import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.BorrowedConnection;
import io.nemcon.xa.spi.Examinee;
import io.nemcon.xa.spi.Trials;
import io.nemcon.xa.spi.WorkBranch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries out the steps of the commit protocol on a real database, the same code doing them that will do them later. Used
 * once, by one thread.
 */
final class Trial {

    static final String LEFTOVERS = "earlier trials";
    static final String PREPARE = "prepare";
    static final String OWN_SESSION_KILLED = "own session killed";
    static final String RESOLVE = "resolve from another session";
    static final String COMMIT = "commit";
    static final String WITNESS = "witness";
    static final String FAILED_BRANCH = "failed branch";
    static final String READ_ONLY_BRANCH = "read-only branch";

    /** A branch of an examination older than this belongs to none that is still going on. */
    private static final long LEFT_BEHIND_MS = 60_000;

    private final Examinee examinee;
    private final AdaptedDatabase database;
    private final HikariDataSource pool;
    private final TimeLeft timeLeft;
    private final TrialBranches ids;
    private final List<Finding> found = new ArrayList<>();

    Trial(
            AdapterSettings settings,
            Examinee examinee,
            AdaptedDatabase database,
            HikariDataSource pool,
            TimeLeft timeLeft) {
        this.examinee = examinee;
        this.database = database;
        this.pool = pool;
        this.timeLeft = timeLeft;
        this.ids = new TrialBranches(settings.name());
    }

    /** One step of the examination. */
    private interface Check {
        void run(RecoverableResource another) throws SQLException, ResourceUnreachableException;
    }

    List<Finding> run() {
        try (RecoverableResource another = database.recoverable()) {
            check(LEFTOVERS, another, this::removeLeftovers);
            check(PREPARE, another, this::prepareAndResolve);
            check(FAILED_BRANCH, another, this::failedBranch);
            check(READ_ONLY_BRANCH, another, this::readOnlyBranch);
        }
        return List.copyOf(found);
    }

    private void check(String name, RecoverableResource another, Check check) {
        if (timeLeft.millis() <= 0) {
            found.add(Finding.skipped(name, "the " + timeLeft.limit().toSeconds() + " s of an examination were over"));
            return;
        }
        try {
            check.run(another);
        } catch (SQLException | ResourceUnreachableException e) {
            found.add(Finding.problem(name, String.valueOf(e.getMessage()), ""));
        }
    }

    private void removeLeftovers(RecoverableResource another) throws ResourceUnreachableException {
        int removed = 0;
        for (Listed one : another.prepared()) {
            BranchId branch = one.branch();
            if (branch != null && Trials.isTrial(branch) && one.preparedAgoMs() > LEFT_BEHIND_MS) {
                another.rollback(one);
                removed++;
            }
        }
        if (removed > 0) {
            found.add(Finding.note(
                    LEFTOVERS, removed + " prepared branches of an examination that was interrupted; rolled back", ""));
        }
    }

    private void prepareAndResolve(RecoverableResource another) throws SQLException, ResourceUnreachableException {
        BranchId id = ids.next();
        WorkBranch branch = begin(id);
        boolean resolved = false;
        try {
            String session;
            try (Connection handle = branch.newHandle()) {
                examinee.write(handle);
                session = examinee.session(handle);
            }
            PrepareAnswer answer = branch.prepare();
            if (answer.vote() != Vote.YES) {
                found.add(Finding.problem(
                        PREPARE, "a branch that wrote voted " + voteOf(answer) + ": " + answer.why(), ""));
                return;
            }
            found.add(Finding.ok(PREPARE, "a branch that wrote was prepared"));
            resolved = examinee.listsBranchesOfTrials()
                    ? killAndResolve(another, id, session, answer.witness()) && ownerLearns(branch)
                    : resolveByOwner(branch);
        } finally {
            if (!resolved) {
                branch.rollback();
            }
            branch.release();
            examinee.cleanUp(id);
        }
    }

    /** Whether the branch is over. */
    private boolean killAndResolve(RecoverableResource another, BranchId id, String session, Witness witness)
            throws ResourceUnreachableException {
        try {
            examinee.endSession(session);
            found.add(Finding.ok(OWN_SESSION_KILLED, "session " + session + " was ended from another one"));
        } catch (SQLException refused) {
            found.add(Finding.problem(
                    OWN_SESSION_KILLED,
                    "session " + session + " could not be ended: " + refused.getMessage(),
                    "let the sessions of this user be ended by itself"));
        }
        Listed prepared = find(another, id);
        if (prepared == null) {
            found.add(Finding.problem(
                    RESOLVE, "the prepared branch is not listed once its session has ended: it would be lost", ""));
            return true;
        }
        String words = another.commit(prepared);
        if (find(another, id) != null) {
            found.add(Finding.problem(
                    RESOLVE, "the prepared branch is still there after a commit from another session: " + words, ""));
            return false;
        }
        found.add(Finding.ok(RESOLVE, "the prepared branch was listed, and committed from another session"));
        believe(another, id, witness);
        return true;
    }

    private void believe(RecoverableResource another, BranchId id, Witness witness)
            throws ResourceUnreachableException {
        if (!another.hasWitness()) {
            return;
        }
        Testimony testimony = another.ask(id, witness);
        found.add(
                testimony == Testimony.COMMITTED
                        ? Finding.ok(WITNESS, "the witness says committed")
                        : Finding.problem(WITNESS, "of a branch that was committed the witness says " + testimony, ""));
    }

    /** The owner's own commit finds nothing prepared any more, and has to take the witness's word for it. */
    private boolean ownerLearns(WorkBranch branch) {
        BranchEnd end = branch.commit();
        if (end.kind() != BranchEnd.Kind.COMMITTED) {
            found.add(Finding.problem(
                    OWN_SESSION_KILLED,
                    "the owner of a branch that was committed for it learned " + end.kind() + ": " + end.why(),
                    ""));
        }
        return true;
    }

    private boolean resolveByOwner(WorkBranch branch) {
        found.add(Finding.note(
                OWN_SESSION_KILLED,
                "not tried: this database lists a prepared branch only if it wrote rows, and an examination writes none",
                ""));
        BranchEnd end = branch.commit();
        if (end.kind() == BranchEnd.Kind.COMMITTED) {
            found.add(Finding.ok(COMMIT, "the prepared branch was committed on its own session"));
            return true;
        }
        found.add(
                Finding.problem(RESOLVE, "the commit of a prepared branch ended " + end.kind() + ": " + end.why(), ""));
        return false;
    }

    private void failedBranch(RecoverableResource another) throws SQLException, ResourceUnreachableException {
        BranchId id = ids.next();
        WorkBranch branch = begin(id);
        try {
            try (Connection handle = branch.newHandle()) {
                examinee.write(handle);
                requireRefusal(handle);
            }
            PrepareAnswer answer = branch.prepare();
            boolean prepared = find(another, id) != null;
            boolean mayPrepare =
                    examinee.preparesAfterRefusedStatements() && (prepared || !examinee.listsBranchesOfTrials());
            if (answer.vote() == Vote.YES && !mayPrepare) {
                found.add(Finding.problem(
                        FAILED_BRANCH,
                        "after a refused statement the branch voted YES and is " + (prepared ? "" : "not ")
                                + "prepared",
                        ""));
            } else if (answer.vote() != Vote.YES && prepared) {
                found.add(Finding.problem(
                        FAILED_BRANCH, "the branch voted " + voteOf(answer) + " and is prepared all the same", ""));
            } else {
                found.add(Finding.ok(
                        FAILED_BRANCH,
                        answer.vote() == Vote.YES
                                ? "a refused statement leaves the rest of its branch whole"
                                : "a branch with a refused statement votes " + voteOf(answer)));
            }
        } finally {
            branch.rollback();
            branch.release();
            examinee.cleanUp(id);
        }
    }

    private void requireRefusal(Connection handle) {
        try {
            examinee.fail(handle);
        } catch (SQLException expected) {
            return;
        }
        found.add(Finding.problem(FAILED_BRANCH, "a statement that had to be refused was not", ""));
    }

    private void readOnlyBranch(RecoverableResource another) throws SQLException, ResourceUnreachableException {
        BranchId id = ids.next();
        WorkBranch branch = begin(id);
        Vote vote = null;
        try {
            try (Connection handle = branch.newHandle()) {
                examinee.session(handle);
            }
            if (branch.looksReadOnly()) {
                vote = branch.endReadOnly().vote();
            }
            if (find(another, id) != null) {
                found.add(Finding.problem(READ_ONLY_BRANCH, "a branch that only read is left prepared", ""));
            } else {
                found.add(Finding.ok(
                        READ_ONLY_BRANCH,
                        vote == Vote.READ_ONLY
                                ? "a branch that only read ends without being prepared"
                                : "a branch that only read is prepared like any other"));
            }
        } finally {
            if (vote != Vote.READ_ONLY) {
                branch.rollback();
            }
            branch.release();
        }
    }

    private WorkBranch begin(BranchId id) throws SQLException {
        return database.begin(
                id, new TrialBranches.Context(timeLeft), new BorrowedConnection(pool, pool.getConnection()));
    }

    private static @Nullable Listed find(RecoverableResource another, BranchId id) throws ResourceUnreachableException {
        return another.prepared().stream()
                .filter(one -> id.equals(one.branch()))
                .findFirst()
                .orElse(null);
    }

    private static String voteOf(PrepareAnswer answer) {
        Vote vote = answer.vote();
        return vote == null ? "nothing" : vote.toString();
    }
}
