package io.nemcon.xa.mariadb;

import io.nemcon.agent.WitnessedBranch;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.ResourceName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Old rows of one resource in its witness table: tells them in order of age, and removes those it is told to. Remembers
 * where it stopped. Not thread-safe.
 */
final class WitnessSweep {

    /** Younger rows are left alone: whoever lost an answer is done with looking long before this. */
    static final long AGE_MIN_MS = TimeUnit.MINUTES.toMillis(10);

    private static final byte[] NO_KEY = {};

    private final WitnessTable table;
    private final ResourceName resource;
    private long behindPreparedAt = Long.MIN_VALUE;
    private byte[] behindKey = NO_KEY;
    private long highestTold = Long.MIN_VALUE;

    WitnessSweep(WitnessTable table, ResourceName resource) {
        this.table = table;
        this.resource = resource;
    }

    private record Row(byte[] key, long preparedAt, boolean onePhase, long ageMicros) {}

    /** The next ones of two phases; those of one phase, which nobody asks about any more, it removes on the way. */
    List<WitnessedBranch> next(MariaDbInspection inspection, GroupId group, int max) throws SQLException {
        List<Row> rows = rows(inspection.connection(), group, max);
        if (rows.size() < max) {
            behindPreparedAt = Long.MIN_VALUE;
            behindKey = NO_KEY;
        } else {
            behindPreparedAt = rows.get(max - 1).preparedAt();
            behindKey = rows.get(max - 1).key();
        }
        List<BranchId> onePhase = new ArrayList<>();
        List<WitnessedBranch> twoPhase = new ArrayList<>();
        for (Row row : rows) {
            BranchId branch = MariaDbXid.fromKey(row.key());
            if (branch != null && row.onePhase()) {
                onePhase.add(branch);
            } else if (branch != null) {
                twoPhase.add(new WitnessedBranch(branch, TimeUnit.MICROSECONDS.toMillis(row.ageMicros())));
            }
        }
        remove(inspection, group, onePhase);
        return twoPhase;
    }

    private List<Row> rows(Connection connection, GroupId group, int max) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(table.old(group, resource.hash()))) {
            select.setLong(1, TimeUnit.MILLISECONDS.toMicros(AGE_MIN_MS));
            select.setLong(2, behindPreparedAt);
            select.setLong(3, behindPreparedAt);
            select.setBytes(4, behindKey);
            select.setInt(5, max);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Row(rows.getBytes(1), rows.getLong(2), rows.getBoolean(3), rows.getLong(4)));
                }
            }
        }
        for (Row row : found) {
            highestTold = Math.max(highestTold, row.preparedAt());
        }
        return found;
    }

    /** Removes rows that were told before; whoever misses one finds the horizon above it. */
    void remove(MariaDbInspection inspection, GroupId group, List<BranchId> branches) throws SQLException {
        if (branches.isEmpty()) {
            return;
        }
        Connection connection = inspection.connection();
        connection.setAutoCommit(false);
        try (PreparedStatement raise = connection.prepareStatement(table.raiseHorizon(group, resource.hash()));
                PreparedStatement remove = connection.prepareStatement(table.remove())) {
            raise.setLong(1, highestTold);
            raise.executeUpdate();
            for (BranchId branch : branches) {
                remove.setBytes(1, MariaDbXid.keyBytes(branch));
                remove.addBatch();
            }
            remove.executeBatch();
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
