package io.nemcon.xa;

import io.nemcon.core.id.ResourceName;
import io.nemcon.xa.spi.AdaptedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets nothing be done in a database whose server was started anew, before the group has said that it was not set back to an
 * older state meanwhile. Costs one question to the database for each connection of the pool, and one to the group for each life of
 * the server. Thread-safe.
 */
final class Admission {

    /** Operator intervention: a server that takes no work now. */
    static final String REFUSED = "57000";

    /** So that those who try again and again do not ask the group each time. */
    private static final long REFUSED_FOR_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ResourceName name;
    private final AdaptedDatabase database;
    private final RecoveryRegistrar registrar;

    /** Connections of a life that was admitted, as the driver made them. */
    private final Set<Connection> admitted =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private volatile String admittedLife = "";

    private record Refused(String life, String why, long untilNanos) {}

    private volatile @Nullable Refused refused;

    Admission(ResourceName name, AdaptedDatabase database, RecoveryRegistrar registrar) {
        this.name = name;
        this.database = database;
        this.registrar = registrar;
    }

    /**
     * Checks a connection just taken from the pool.
     *
     * @throws SQLException if nothing may be done there; state {@link #REFUSED} if the group says so
     */
    void check(Connection pooled) throws SQLException {
        Connection physical = pooled.unwrap(Connection.class);
        if (admitted.contains(physical)) {
            return;
        }
        String life = database.lifeOf(pooled);
        if (life != null && !life.equals(admittedLife)) {
            admit(life, pooled);
        }
        admitted.add(physical);
    }

    private void admit(String life, Connection pooled) throws SQLException {
        Refused before = refused;
        if (before != null && before.life().equals(life) && System.nanoTime() - before.untilNanos() < 0) {
            throw refusal(before.why());
        }
        String why = registrar.refusal(name, database.positionOf(pooled));
        if (!why.isEmpty()) {
            refused = new Refused(life, why, System.nanoTime() + REFUSED_FOR_NANOS);
            throw refusal(why);
        }
        admittedLife = life;
    }

    private static SQLException refusal(String why) {
        return new SQLException(why, REFUSED);
    }
}
