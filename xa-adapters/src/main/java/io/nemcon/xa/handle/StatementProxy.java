package io.nemcon.xa.handle;

import java.lang.reflect.Method;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A statement of a handle, of any of the three kinds. */
final class StatementProxy extends HandleProxy<Statement> {

    private final @Nullable String preparedSql;

    /** @param preparedSql what it was prepared with; null for a plain statement */
    StatementProxy(EnlistedConnection handle, Statement target, @Nullable String preparedSql) {
        super(handle, target);
        this.preparedSql = preparedSql;
    }

    @Override
    @Nullable
    Object answer(Object proxy, Method method, Object[] args) throws SQLException {
        switch (method.getName()) {
            case "executeQuery", "execute" -> {
                return execute(proxy, method, args, SqlText.onlyReads(sql(args)));
            }
            case "executeUpdate", "executeLargeUpdate", "executeBatch", "executeLargeBatch" -> {
                return execute(proxy, method, args, false);
            }
            case "getConnection" -> {
                handle.requireUsable();
                return handle;
            }
            case "close" -> {
                handle.forget(target);
                return pass(method, args);
            }
            case "cancel" -> {
                return pass(method, args);
            }
            case "isClosed" -> {
                return handle.isClosed() || target.isClosed();
            }
            case "addBatch" -> handle.gate().requireAllowed(sql(args));
            default -> {}
        }
        handle.requireUsable();
        return wrapped((Statement) proxy, pass(method, args));
    }

    private @Nullable Object execute(Object proxy, Method method, Object[] args, boolean onlyRead) throws SQLException {
        handle.requireUsable();
        if (args.length > 0) {
            handle.gate().requireAllowed(sql(args));
        }
        return handle.gate().execute(target, onlyRead, () -> wrapped((Statement) proxy, pass(method, args)));
    }

    /** The text given with the call, or the one it was prepared with; empty for a batch. */
    private String sql(Object[] args) {
        if (args.length > 0) {
            return (String) args[0];
        }
        return preparedSql == null ? "" : preparedSql;
    }
}
