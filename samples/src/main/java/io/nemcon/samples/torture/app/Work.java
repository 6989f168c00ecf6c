package io.nemcon.samples.torture.app;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.torture.history.ListOp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * What a transaction does before its end. Thread-safe.
 *
 * <p>Every row is locked before it is read or written, and always in the same order, the first database's before the second's:
 * so nobody waits in a circle that spans both, and an order of all transactions exists if no lock is let go too early.
 */
final class Work {

    private static final int AMOUNT_MAX = 100;
    private static final int APPENDS_MAX = 3;
    private static final int READS_MAX = 2;

    private final List<DataSource> databases;
    private final List<String> names;
    private final AppConfig config;
    private final AtomicLong nextElement;

    Work(DataSource first, DataSource second, AppConfig config) {
        this.databases = List.of(first, second);
        this.names = List.of(config.first().database(), config.second().database());
        this.config = config;
        this.nextElement = new AtomicLong(config.firstElement());
    }

    /** Moves money between an account here and one there. */
    void transfer(Gtrid gtrid) throws SQLException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int amount = random.nextInt(1, AMOUNT_MAX + 1) * (random.nextBoolean() ? 1 : -1);
        move(databases.get(0), gtrid, -amount);
        move(databases.get(1), gtrid, amount);
    }

    private void move(DataSource database, Gtrid gtrid, int amount) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE account SET balance = balance + ? WHERE id = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO transfer (gtrid, amount) VALUES (?, ?)")) {
            update.setInt(1, amount);
            update.setInt(2, ThreadLocalRandom.current().nextInt(1, config.accounts() + 1));
            update.executeUpdate();
            insert.setString(1, gtrid.toString());
            insert.setInt(2, amount);
            insert.executeUpdate();
        }
    }

    /**
     * Appends to some lists and reads some.
     *
     * @param done where it writes down what it does, an append before it is tried
     */
    void lists(List<ListOp> done) throws SQLException {
        for (Map.Entry<Place, Boolean> one : plan().entrySet()) {
            Place place = one.getKey();
            String list = names.get(place.database()) + "/" + place.list();
            try (Connection connection = databases.get(place.database()).getConnection()) {
                if (one.getValue()) {
                    long element = nextElement.getAndIncrement();
                    done.add(ListOp.append(list, element, null));
                    List<Long> seen = Lists.append(connection, place.list(), element);
                    done.set(done.size() - 1, ListOp.append(list, element, seen));
                } else {
                    done.add(ListOp.read(list, Lists.read(connection, place.list())));
                }
            }
        }
    }

    private record Place(int database, int list) {}

    /** Which lists, in the order of locks, and whether it appends there. */
    private Map<Place, Boolean> plan() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Map<Place, Boolean> plan =
                new TreeMap<>(Comparator.comparingInt(Place::database).thenComparingInt(Place::list));
        List<Boolean> appends = new ArrayList<>();
        for (int i = random.nextInt(READS_MAX + 1); i > 0; i--) {
            appends.add(false);
        }
        for (int i = random.nextInt(1, APPENDS_MAX + 1); i > 0; i--) {
            appends.add(true); // last, so that a list drawn twice is appended to
        }
        for (boolean append : appends) {
            plan.put(new Place(random.nextInt(databases.size()), config.lists().any(random)), append);
        }
        return plan;
    }
}
