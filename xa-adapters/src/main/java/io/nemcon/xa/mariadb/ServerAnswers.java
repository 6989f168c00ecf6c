package io.nemcon.xa.mariadb;

import io.nemcon.core.recovery.Listed;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server says of itself. */
interface ServerAnswers {

    /** The first column of the first row; null if there is no row. */
    @Nullable
    String text(String query) throws SQLException;

    /** The id of this connection as the driver was told when it connected. */
    long connectionIdTold() throws SQLException;

    /** Every prepared branch of the server. */
    List<Listed> prepared() throws SQLException;
}
