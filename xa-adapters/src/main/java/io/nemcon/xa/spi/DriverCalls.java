package io.nemcon.xa.spi;

import java.sql.SQLException;

/** Calls into a driver that may throw what JDBC does not know. */
public final class DriverCalls {

    private DriverCalls() {}

    /** One call. */
    public interface Call<T> {
        T run() throws SQLException;
    }

    /** One call without a result. */
    public interface Command {
        void run() throws SQLException;
    }

    /** Runs it. What the driver throws beside SQLException becomes one, as {@link #failed} says. */
    public static <T> T answer(Call<T> call) throws SQLException {
        try {
            return call.run();
        } catch (RuntimeException fault) {
            throw failed(fault);
        }
    }

    /** The same without a result. */
    public static void run(Command command) throws SQLException {
        try {
            command.run();
        } catch (RuntimeException fault) {
            throw failed(fault);
        }
    }

    /** Without SQLState and code: nothing is known of what the database did. */
    public static SQLException failed(RuntimeException fault) {
        return new SQLException("the driver failed: " + fault, fault);
    }
}
