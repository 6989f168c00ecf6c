package io.nemcon.samples.torture.app;

import io.nemcon.samples.torture.history.ListOp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The append-only lists of a database: rows with a number and elements. Immutable.
 *
 * <p>A few are worked on at a time, so that transactions meet on them, and others after some seconds, so that none grows too
 * long to be read again and again. The rows are there from the beginning: a row that is not there yet cannot be locked.
 *
 * @param sinceMs when the first ones' turn began, on the clock that all processes share
 * @param count of the lists in each database
 */
public record Lists(long sinceMs, int count) {

    private static final int AT_A_TIME = 10;
    private static final Duration TURN = Duration.ofSeconds(4);

    /** Enough for this long; after that the last ones go on growing. */
    public static Lists lasting(Duration length) {
        return new Lists(System.currentTimeMillis(), AT_A_TIME * (int) (length.toMillis() / TURN.toMillis() + 1));
    }

    /** Makes the rows. */
    public void create(Connection connection) throws SQLException {
        try (PreparedStatement table =
                connection.prepareStatement("CREATE TABLE list (id INT PRIMARY KEY, elements TEXT NOT NULL)")) {
            table.execute();
        }
        try (PreparedStatement rows = connection.prepareStatement("INSERT INTO list (id, elements) VALUES (?, '')")) {
            for (int id = 1; id <= count; id++) {
                rows.setInt(1, id);
                rows.addBatch();
            }
            rows.executeBatch();
        }
    }

    /** What all lists have become, by the database's name, a slash, and their number. */
    public static Map<String, List<Long>> readAll(String database, Connection connection) throws SQLException {
        Map<String, List<Long>> all = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT id, elements FROM list");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                all.put(database + "/" + rows.getInt(1), ListOp.elements(rows.getString(2)));
            }
        }
        return all;
    }

    /** One of those whose turn it is. */
    int any(RandomGenerator random) {
        long turn = (System.currentTimeMillis() - sinceMs) / TURN.toMillis();
        int first = (int) Math.min(turn * AT_A_TIME, count - AT_A_TIME);
        return 1 + Math.max(0, first) + random.nextInt(AT_A_TIME);
    }

    /** Appends, and says what was there before; the row stays locked until the transaction has ended. */
    static List<Long> append(Connection connection, int list, long element) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE list SET elements = CASE elements WHEN '' THEN ? ELSE CONCAT(elements, ',', ?) END WHERE id = ?")) {
            update.setString(1, Long.toString(element));
            update.setString(2, Long.toString(element));
            update.setInt(3, list);
            if (update.executeUpdate() != 1) {
                throw new SQLException("list " + list + " is not there");
            }
        }
        List<Long> all = new ArrayList<>(read(connection, list));
        all.remove(all.size() - 1);
        return all;
    }

    /** Reads; the row stays locked until the transaction has ended. */
    static List<Long> read(Connection connection, int list) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT elements FROM list WHERE id = ? FOR UPDATE")) {
            query.setInt(1, list);
            return one(query);
        }
    }

    private static List<Long> one(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("a list that is not there");
            }
            @Nullable String elements = row.getString(1);
            return ListOp.elements(Objects.requireNonNull(elements));
        }
    }
}
