package io.nemcon.xa.mariadb;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/*
 * A branch inserts its row right before it ends, so the row is there for everybody exactly if the branch committed. It also
 * makes every branch write: one that only read could be prepared, but not committed from another connection, and a crash of
 * the server would lose it.
 *
 * A row is removed long after its transaction is over. Then its absence no longer proves a rollback, so each removal first
 * raises the horizon, in the same transaction: the highest preparedAt that was ever removed of this group and resource. It
 * stands in the same table, under a key that no branch can have (a sequence counts from 1). Of a branch that is absent and
 * at or below the horizon nothing is known. No clock has to be right for this, only slow removals would be a nuisance.
 */
/** The SQL of the table in which branches leave their witnesses. Immutable. */
final class WitnessTable {

    static final String NAME = "nemcon_witness";

    /** Microseconds since 1970, whatever time zone the session has. */
    static final String NOW = "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))";

    /** Incarnation, session and sequence, before and behind every real one. */
    private static final String LOWEST_SESSION = "00".repeat(20);

    private static final String HIGHEST_SESSION = "ff".repeat(20);
    private static final String HIGHEST_BQUAL = "ff".repeat(12);

    private final String table;

    WitnessTable(String database) {
        this.table = "`" + database.replace("`", "``") + "`." + NAME;
    }

    /** Qualified, for a session may be in another database by now. */
    String name() {
        return table;
    }

    String create() {
        return "CREATE TABLE IF NOT EXISTS " + table + " (branch VARBINARY(40) NOT NULL PRIMARY KEY,"
                + " connection_id BIGINT UNSIGNED NOT NULL, server_started BIGINT NOT NULL, prepared_at BIGINT NOT NULL,"
                + " one_phase BOOLEAN NOT NULL, KEY (prepared_at)) ENGINE=InnoDB";
    }

    /** The row of a branch; answers its {@code prepared_at}. */
    String insert(BranchId branch, Owner owner, boolean onePhase) {
        return "INSERT INTO " + table + " (branch, connection_id, server_started, prepared_at, one_phase) VALUES ("
                + MariaDbXid.key(branch) + ", " + owner.connectionId() + ", " + owner.serverStarted() + ", " + NOW
                + ", "
                + onePhase + ") RETURNING prepared_at";
    }

    /** How many rows the branch has, and the horizon of its group and resource; both of one moment. */
    String ask(BranchId branch) {
        return "SELECT (SELECT COUNT(*) FROM " + table + " WHERE branch = " + MariaDbXid.key(branch)
                + "), (SELECT prepared_at FROM " + table + " WHERE branch = "
                + horizonKey(branch.gtrid().group(), branch.resourceHash()) + ")";
    }

    /** The owner of a branch. Only a dirty read finds it while the branch is prepared. */
    String owner(BranchId branch) {
        return "SELECT connection_id, server_started FROM " + table + " WHERE branch = " + MariaDbXid.key(branch);
    }

    /** How old their rows are; dirty, as {@link #owner}. */
    String ages(List<BranchId> branches) {
        return "SELECT branch, " + NOW + " - prepared_at FROM " + table + " WHERE branch IN ("
                + branches.stream().map(MariaDbXid::key).collect(Collectors.joining(", ")) + ")";
    }

    /** Owners whose connection is not there, as far as this user may see; dirty, as {@link #owner}. */
    String departed(List<BranchId> branches) {
        return "SELECT connection_id, server_started FROM " + table + " WHERE branch IN ("
                + branches.stream().map(MariaDbXid::key).collect(Collectors.joining(", "))
                + ") AND connection_id NOT IN (SELECT ID FROM information_schema.PROCESSLIST)";
    }

    /** Rows of a group and resource that have some age (?) and stand behind a place (?, ?, ?); oldest first, so many (?). */
    String old(GroupId group, long resourceHash) {
        return "SELECT branch, prepared_at, one_phase, " + NOW + " - prepared_at FROM " + table
                + " WHERE prepared_at <= " + NOW + " - ? AND (prepared_at > ? OR (prepared_at = ? AND branch > ?))"
                + " AND branch > X'" + group + LOWEST_SESSION + HIGHEST_BQUAL + "' AND branch <= X'" + group
                + HIGHEST_SESSION + HIGHEST_BQUAL + "' AND SUBSTRING(branch, 29, 8) = X'" + hex(resourceHash)
                + "' ORDER BY prepared_at, branch LIMIT ?";
    }

    /** Takes a new horizon (?), and keeps the old one if that is higher. */
    String raiseHorizon(GroupId group, long resourceHash) {
        return "INSERT INTO " + table + " (branch, connection_id, server_started, prepared_at, one_phase) VALUES ("
                + horizonKey(group, resourceHash) + ", 0, 0, ?, FALSE)"
                + " ON DUPLICATE KEY UPDATE prepared_at = GREATEST(prepared_at, VALUES(prepared_at))";
    }

    /** One row by its key (?): more in one statement might lock rows beside them. */
    String remove() {
        return "DELETE FROM " + table + " WHERE branch = ?";
    }

    private static String horizonKey(GroupId group, long resourceHash) {
        return "X'" + group + LOWEST_SESSION + hex(resourceHash) + "00000000'";
    }

    private static String hex(long value) {
        return HexFormat.of().toHexDigits(value);
    }
}
