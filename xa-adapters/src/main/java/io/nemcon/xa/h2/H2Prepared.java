package io.nemcon.xa.h2;

import io.nemcon.core.id.BranchId;
import io.nemcon.xa.spi.Deadline;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may finish which prepared branch of one H2 database. H2 lists the branches of living connections too, and lets any
 * connection finish them; then the owner's own commit answers as if all were well, whatever the other one did. So: a branch
 * whose owner is at it is the owner's; one whose owner gave up is finished on its own connection, which is parked here; any
 * other is left from an earlier process and is finished by name. Thread-safe.
 */
final class H2Prepared {

    private static final Logger LOG = LoggerFactory.getLogger(H2Prepared.class);

    private final H2XaDataSource source;
    private final Set<BranchId> owned = ConcurrentHashMap.newKeySet();
    private final Map<BranchId, H2Connection> parked = new ConcurrentHashMap<>();

    H2Prepared(H2XaDataSource source) {
        this.source = source;
    }

    void ownerIsAtIt(BranchId branch) {
        owned.add(branch);
    }

    void ownerLeft(BranchId branch) {
        owned.remove(branch);
    }

    /** Keeps the connection of a prepared branch whose owner gave up. */
    void park(BranchId branch, H2Connection connection) {
        parked.put(branch, connection);
    }

    /** Whether a branch is prepared and unfinished, by a look from another connection. */
    boolean lists(BranchId branch) throws SQLException {
        try (Connection connection = source.plainConnection()) {
            return lists(connection, branch);
        }
    }

    static boolean lists(Connection connection, BranchId branch) throws SQLException {
        return names(connection).contains(H2Names.of(branch));
    }

    /**
     * Ends a session of which no more is known, and rolls back what it left prepared. False if it is not seen to be gone,
     * or the branch is prepared all the same.
     */
    boolean undo(BranchId branch, H2Session session, Deadline deadline) throws SQLException {
        try (Connection connection = source.plainConnection()) {
            if (!session.end(connection, deadline)) {
                return false;
            }
            if (lists(connection, branch)) {
                finish(connection, H2Names.of(branch), false);
            }
            return !lists(connection, branch);
        }
    }

    /** Finishes a prepared branch over another connection than its own; false if it was not, or is still, prepared. */
    boolean finishByName(BranchId branch, boolean commit) throws SQLException {
        try (Connection connection = source.plainConnection()) {
            if (!lists(connection, branch)) {
                return false;
            }
            finish(connection, H2Names.of(branch), commit);
            return !lists(connection, branch);
        }
    }

    static void finish(Connection connection, String name, boolean commit) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute((commit ? "COMMIT" : "ROLLBACK") + " TRANSACTION " + H2Names.quoted(name));
        }
    }

    static List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT TRANSACTION_NAME FROM INFORMATION_SCHEMA.IN_DOUBT ORDER BY TRANSACTION_NAME")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    boolean isOwned(BranchId branch) {
        return owned.contains(branch);
    }

    /** Finishes a parked branch; false if it is not parked. */
    boolean finishParked(BranchId branch, boolean commit) throws XAException, SQLException {
        H2Connection connection = parked.get(branch);
        if (connection == null) {
            return false;
        }
        if (!lists(branch)) { // somebody else finished it, and its own connection would not tell
            letGo(branch, connection);
            return false;
        }
        H2Xid xid = new H2Xid(branch);
        try {
            if (commit) {
                connection.xaResource().commit(xid, false);
            } else {
                connection.xaResource().rollback(xid);
            }
        } catch (XAException e) {
            if (connection.isAlive()) {
                throw e;
            }
            letGo(branch, connection); // if the branch is still there it needs no connection of its own
            return false;
        }
        letGo(branch, connection);
        LOG.info("branch {} was {} on its own connection", branch, commit ? "committed" : "rolled back");
        return true;
    }

    private void letGo(BranchId branch, H2Connection connection) throws SQLException {
        parked.remove(branch, connection);
        connection.holdsPrepared(false);
        connection.close();
    }
}
