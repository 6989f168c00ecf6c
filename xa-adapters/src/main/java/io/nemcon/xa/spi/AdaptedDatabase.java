package io.nemcon.xa.spi;

import com.zaxxer.hikari.HikariConfig;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.core.id.BranchId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.jspecify.annotations.Nullable;

/** One database as its adapter sees it. Thread-safe. */
public interface AdaptedDatabase {

    /** Sets where the pool's connections come from and how they are set up. Called once, before the pool starts. */
    void configure(HikariConfig pool);

    /**
     * Starts a branch on a connection of the pool. The branch owns the connection from here on, also when this throws.
     *
     * @throws SQLException if the branch could not be started; nothing is left behind
     */
    WorkBranch begin(BranchId id, BranchContext context, BorrowedConnection connection) throws SQLException;

    /** Makes a connection of the pool fit for use outside of transactions: committing each statement by itself. */
    void useAlone(Connection connection) throws SQLException;

    /**
     * Which life of its server this connection, on which nothing was done yet, belongs to; null if this database has no numbers that
     * would tell whether it was set back to an older state. Leaves nothing behind on the connection.
     */
    default @Nullable String lifeOf(Connection connection) throws SQLException {
        return null;
    }

    /** A transaction number that was given out just now: see {@link RecoverableResource#position}. */
    default long positionOf(Connection connection) throws SQLException {
        throw new SQLFeatureNotSupportedException("this database has no numbers that tell where it stands");
    }

    /** A new port to this database for its agent. */
    RecoverableResource recoverable();

    /** What this database cannot do, in words for an operator; empty if nothing is missing. */
    String limits();
}
