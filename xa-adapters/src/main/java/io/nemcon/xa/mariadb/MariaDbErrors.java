package io.nemcon.xa.mariadb;

import java.sql.SQLException;
import java.util.Set;

/** What an error of the driver tells, and what it does not. */
final class MariaDbErrors {

    static final int NO_SUCH_THREAD = 1094;
    static final int NOT_OWNER_OF_THREAD = 1095;
    static final int READ_ONLY = 1290;
    static final int UNKNOWN_XID = 1397;

    /**
     * Server errors after which the command may have been done all the same: shutdown, network, errors while committing or
     * rolling back, interrupted, timed out, killed, and what XA calls fatal.
     */
    private static final Set<Integer> DOUBTFUL =
            Set.of(1053, 1077, 1079, 1080, 1158, 1159, 1160, 1161, 1180, 1181, 1317, 1401, 1927, 1969);

    private MariaDbErrors() {}

    /**
     * Whether this error is the server's own word that the command was not done. The caller has to see besides that the
     * connection outlived it.
     */
    static boolean isRefusal(SQLException error) {
        String state = error.getSQLState();
        boolean fromServer = error.getErrorCode() > 0 && state != null && !state.startsWith("08");
        return fromServer && !DOUBTFUL.contains(error.getErrorCode());
    }

    static boolean is(SQLException error, int code) {
        return error.getErrorCode() == code;
    }

    /** The server's words in one line. */
    static String words(SQLException error) {
        return error.getMessage() + " [error " + error.getErrorCode() + ", SQLState " + error.getSQLState() + "]";
    }
}
