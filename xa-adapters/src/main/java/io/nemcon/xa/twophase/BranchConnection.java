package io.nemcon.xa.twophase;

import io.nemcon.xa.handle.WorkGate;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.BorrowedConnection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of a branch: whether it may still be asked, whether work is running on it, and where it goes in the
 * end. Once it is lost it never comes back to the pool. Threads: as {@link io.nemcon.client.branch.Branch}.
 */
final class BranchConnection {

    private static final Logger LOG = LoggerFactory.getLogger(BranchConnection.class);

    private final AdapterSettings settings;
    private final BorrowedConnection borrowed;
    private final WorkGate gate;
    private final BranchCommands database;
    private boolean usable = true;

    BranchConnection(AdapterSettings settings, BorrowedConnection borrowed, WorkGate gate, BranchCommands database) {
        this.settings = settings;
        this.borrowed = borrowed;
        this.gate = gate;
        this.database = database;
    }

    boolean isUsable() {
        return usable;
    }

    void lose() {
        usable = false;
        borrowed.discard();
    }

    /** An error in words. Unless it was a plain refusal, the connection is not asked again. */
    String heard(SQLException error) {
        if (!database.refused(error)) {
            lose();
        }
        return database.words(error);
    }

    /** Cancels a statement that another thread still runs, and waits for it to end. */
    void stopWork() throws SQLException {
        if (!gate.isBusy()) {
            return;
        }
        database.cancel();
        if (!gate.awaitIdle(settings.verifyTimeout().toNanos())) {
            throw new SQLException("a statement did not stop when it was cancelled", "57014");
        }
    }

    /** Cancels a statement that another thread still runs. From any thread. */
    void cancel() {
        if (!gate.isBusy()) {
            return;
        }
        try {
            database.cancel();
        } catch (SQLException e) {
            LOG.warn("{}: its statement could not be cancelled ({})", database.describe(), database.words(e));
        }
    }

    /** @param free whether nothing of the branch holds it any more */
    void release(boolean free) {
        if (!usable || !free || gate.isBusy() || gate.isSessionChanged()) {
            borrowed.discard();
            return;
        }
        try {
            database.reset();
            borrowed.giveBack();
        } catch (SQLException e) {
            LOG.info("{}: its connection is broken ({}) and leaves the pool", database.describe(), database.words(e));
            borrowed.discard();
        }
    }
}
