package io.nemcon.samples.services;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Statements of the time before any transaction. */
final class Tables {

    private Tables() {}

    static void execute(DataSource plain, String statement) throws SQLException {
        try (Connection connection = plain.getConnection();
                Statement executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }
}
