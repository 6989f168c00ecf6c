package io.nemcon.xa.postgresql;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an error of the driver tells, and what it does not. */
final class PostgresErrors {

    static final String UNDEFINED_OBJECT = "42704";
    static final String DUPLICATE_OBJECT = "42710";
    static final String NOT_IN_PREREQUISITE_STATE = "55000";
    static final String OUT_OF_MEMORY = "53200";
    static final String INVALID_PARAMETER = "22023";

    /** The statement that lets a server prepare, or prepare more. */
    static final String RAISE_PREPARED =
            "ALTER SYSTEM SET max_prepared_transactions = 100 as a superuser and restart the server"
                    + " (pg_prepared_xacts lists what is prepared at present)";

    /** Connection, operator intervention, system and internal errors: the server may have done it all the same. */
    private static final Set<String> DOUBTFUL_CLASSES = Set.of("08", "57", "58", "XX");

    private PostgresErrors() {}

    /**
     * Whether this error is the server's own word that the command was not done. The caller has to see besides that the
     * connection outlived it: a FATAL error looks the same, and says less.
     */
    static boolean isRefusal(SQLException error) {
        String state = error.getSQLState();
        if (state == null || state.length() != 5 || state.equals("40003")) {
            return false;
        }
        boolean fromServer = error instanceof PSQLException known && known.getServerErrorMessage() != null;
        return fromServer && !DOUBTFUL_CLASSES.contains(state.substring(0, 2));
    }

    static boolean is(SQLException error, String state) {
        return state.equals(error.getSQLState());
    }

    /** The server's words in one line. */
    static String words(SQLException error) {
        ServerErrorMessage said = error instanceof PSQLException known ? known.getServerErrorMessage() : null;
        String text = said == null ? error.getMessage() : said.getMessage();
        String detail = said == null || said.getDetail() == null ? "" : " (" + said.getDetail() + ")";
        return text + detail + " [SQLState " + error.getSQLState() + "]";
    }

    /** What to do about a refused PREPARE, if the server's words leave it open; else empty. */
    static String advice(SQLException refusedPrepare) {
        if (is(refusedPrepare, NOT_IN_PREREQUISITE_STATE) || is(refusedPrepare, OUT_OF_MEMORY)) {
            return "; to mend it run " + RAISE_PREPARED;
        }
        return "";
    }
}
