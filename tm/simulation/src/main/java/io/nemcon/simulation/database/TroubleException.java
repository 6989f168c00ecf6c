package io.nemcon.simulation.database;

import java.sql.SQLException;

/** What an application gets from its database when a statement fails. */
public final class TroubleException extends SQLException {

    private static final long serialVersionUID = 1L;

    TroubleException(String message) {
        super(message);
    }
}
