package io.nemcon.xa.twophase;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.xa.handle.WorkGate;
import io.nemcon.xa.handle.WorkListener;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.BorrowedConnection;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a branch's connection goes: to the next borrower of a pool that has only this one, or nowhere. */
public class BranchConnectionTest {

    private static final SQLException REFUSED = new SQLException("refused", "22012");
    private static final SQLException LOST = new SQLException("no answer", "08006");

    private final HikariDataSource pool = new HikariDataSource();
    private int session;
    private WorkGate gate;
    private boolean resetFails;
    private BranchConnection connection;

    @BeforeEach
    void borrow() throws SQLException {
        pool.setJdbcUrl("jdbc:h2:mem:");
        pool.setMaximumPoolSize(1);
        Connection borrowed = pool.getConnection();
        mark(borrowed);
        BranchId id = new BranchId(new Gtrid(new GroupId(1), 1, new SessionId(2), 3), 4, 0);
        gate = new WorkGate(id, borrowed, context(), listener());
        connection = new BranchConnection(settings(), new BorrowedConnection(pool, borrowed), gate, commands());
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private static void mark(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set @used = true");
        }
    }

    private void assertReused(boolean expected) throws SQLException {
        try (Connection next = pool.getConnection();
                Statement statement = next.createStatement();
                ResultSet row = statement.executeQuery("select @used")) {
            row.next();
            assertThat(row.getBoolean(1)).isEqualTo(expected);
        }
    }

    /** Of a database only what a connection asks: whether an error was a refusal, and to make it fit for the pool. */
    private BranchCommands commands() {
        return (BranchCommands) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BranchCommands.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "refused" -> args[0] == REFUSED;
                    case "words", "describe" -> "orders";
                    case "reset" -> {
                        if (resetFails) {
                            throw LOST;
                        }
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static AdapterSettings settings() {
        return new AdapterSettings(
                new ResourceName("orders"),
                "jdbc:h2:mem:",
                null,
                null,
                Map.of(),
                Duration.ofMillis(20),
                Duration.ofMillis(20),
                false);
    }

    private static WorkListener listener() {
        return new WorkListener() {
            @Override
            public void worked(boolean onlyRead) {}

            @Override
            public void failed(SQLException error) {}
        };
    }

    private static BranchContext context() {
        return new BranchContext() {
            @Override
            public long millisLeft() {
                return 1_000;
            }

            @Override
            public void requireActive() {}

            @Override
            public void setRollbackOnly(String why, Throwable cause) {}
        };
    }

    @Test
    void aConnectionWhoseBranchIsOverServesTheNext() throws SQLException {
        assertThat(connection.heard(REFUSED)).isEqualTo("orders");
        assertThat(connection.isUsable()).isTrue();
        connection.release(true);

        assertReused(true);
    }

    @Test
    void aConnectionThatAnsweredWithMoreThanARefusalNeverComesBack() throws SQLException {
        // it may still work, and be one answer behind
        connection.heard(LOST);
        assertThat(connection.isUsable()).isFalse();
        connection.release(true);

        assertReused(false);
    }

    @Test
    void aConnectionThatItsBranchStillHoldsNeverComesBack() throws SQLException {
        connection.release(false);

        assertReused(false);
    }

    @Test
    void aConnectionThatCannotBeResetNeverComesBack() throws SQLException {
        resetFails = true;
        connection.release(true);

        assertReused(false);
    }

    @Test
    void aConnectionOnAnotherSchemaNeverComesBack() throws SQLException {
        Connection handle = gate.newHandle();
        handle.setSchema("INFORMATION_SCHEMA");
        handle.close();
        connection.release(true);

        assertReused(false);
    }

    @Test
    void aConnectionThatStillRunsAStatementNeverComesBack() throws SQLException {
        try (Connection handle = gate.newHandle();
                Statement statement = handle.createStatement()) {
            statement.execute("create alias busy for '" + getClass().getName() + ".busy'");
            releaseInside = () -> connection.release(true);
            statement.execute("call busy()");
        } finally {
            releaseInside = () -> {};
        }

        assertReused(false);
    }

    private static Runnable releaseInside = () -> {};

    /** Called by the database, in the middle of a statement. */
    public static boolean busy() {
        releaseInside.run();
        return true;
    }
}
