package io.nemcon.xa.handle;

import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A result set of a handle. */
final class ResultSetProxy extends HandleProxy<ResultSet> {

    private final @Nullable Statement statement;

    ResultSetProxy(EnlistedConnection handle, @Nullable Statement statement, ResultSet target) {
        super(handle, target);
        this.statement = statement;
    }

    @Override
    @Nullable
    Object answer(Object proxy, Method method, Object[] args) throws SQLException {
        switch (method.getName()) {
            case "close" -> {
                return pass(method, args);
            }
            case "isClosed" -> {
                return handle.isClosed() || target.isClosed();
            }
            case "getStatement" -> {
                handle.requireUsable();
                return statement();
            }
            case "insertRow", "updateRow", "deleteRow" -> {
                handle.requireUsable();
                return handle.gate().run(false, () -> pass(method, args));
            }
            default -> {
                handle.requireUsable();
                return wrapped(null, pass(method, args));
            }
        }
    }

    private @Nullable Statement statement() throws SQLException {
        if (statement != null) {
            return statement;
        }
        Statement own = target.getStatement();
        return own == null ? null : HandleProxies.statement(handle, own);
    }
}
