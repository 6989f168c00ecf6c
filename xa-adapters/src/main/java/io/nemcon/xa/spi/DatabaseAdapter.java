package io.nemcon.xa.spi;

import java.sql.SQLException;

/**
 * One kind of database. Found by {@link java.util.ServiceLoader}, so it has a public constructor without arguments, and
 * loads no class of its driver before {@link #open}. Thread-safe.
 */
public interface DatabaseAdapter {

    /** Whether databases with this JDBC URL are of this kind. */
    boolean accepts(String url);

    /**
     * Checks that the database can do its part and returns it. Leaves no connection open.
     *
     * @throws SQLException if it does not answer or cannot do its part; the message names the resource and the exact
     *     statements that mend it
     */
    AdaptedDatabase open(AdapterSettings settings) throws SQLException;

    /** What an examination of such a database needs. Connects to nothing yet. */
    Examinee examinee(AdapterSettings settings);
}
