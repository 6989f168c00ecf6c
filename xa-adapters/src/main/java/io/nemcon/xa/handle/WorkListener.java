package io.nemcon.xa.handle;

import java.sql.SQLException;

/** Told of the work that went through a {@link WorkGate}, on the thread that did it. */
public interface WorkListener {

    /**
     * Refuses a statement that this database cannot have in a transaction. Called before it runs.
     *
     * @param firstWord of the statement, in lower case
     * @param sql the statement, and what follows it in the same string
     */
    default void requireAllowed(String firstWord, String sql) throws SQLException {}

    /**
     * A statement ran.
     *
     * @param onlyRead whether it was seen to be nothing but a read
     */
    void worked(boolean onlyRead);

    /** A statement failed. It may have written all the same. */
    void failed(SQLException error);
}
