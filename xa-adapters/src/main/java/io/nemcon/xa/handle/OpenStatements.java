package io.nemcon.xa.handle;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The statements of one handle: each goes out as its proxy, and those that are still open are closed with it. Thread-safe. */
final class OpenStatements {

    private final EnlistedConnection handle;
    private final List<Statement> open = new ArrayList<>(4);

    OpenStatements(EnlistedConnection handle) {
        this.handle = handle;
    }

    Statement plain(Statement statement) {
        remember(statement);
        return HandleProxies.statement(handle, statement);
    }

    PreparedStatement prepared(String sql, PreparedStatement statement) {
        remember(statement);
        return HandleProxies.prepared(handle, statement, sql);
    }

    CallableStatement callable(String sql, CallableStatement statement) {
        remember(statement);
        return HandleProxies.callable(handle, statement, sql);
    }

    private void remember(Statement statement) {
        synchronized (open) {
            open.add(statement);
        }
    }

    /** It was closed by itself. */
    void forget(Statement statement) {
        synchronized (open) {
            open.remove(statement);
        }
    }

    void closeAll() throws SQLException {
        List<Statement> now;
        synchronized (open) {
            now = List.copyOf(open);
            open.clear();
        }
        for (Statement statement : now) {
            statement.close();
        }
    }
}
