package io.nemcon.xa.handle;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/** What the proxies of a handle have in common: identity, unwrapping, and calls passed on while the handle is usable. */
abstract class HandleProxy<T extends Wrapper> implements InvocationHandler {

    private static final Object[] NO_ARGUMENTS = {};

    final EnlistedConnection handle;
    final T target;

    HandleProxy(EnlistedConnection handle, T target) {
        this.handle = handle;
        this.target = target;
    }

    /** A call of the JDBC interface. */
    abstract @Nullable Object answer(Object proxy, Method method, Object[] args) throws SQLException;

    @Override
    public final @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws SQLException {
        Object[] args = given == null ? NO_ARGUMENTS : given;
        return switch (method.getName()) {
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> target.toString();
            case "isWrapperFor" -> isWrapperFor(proxy, (Class<?>) args[0]);
            case "unwrap" -> unwrap(proxy, (Class<?>) args[0]);
            default -> answer(proxy, method, args);
        };
    }

    private boolean isWrapperFor(Object proxy, Class<?> type) throws SQLException {
        return type.isInstance(proxy) || target.isWrapperFor(type);
    }

    private Object unwrap(Object proxy, Class<?> type) throws SQLException {
        return type.isInstance(proxy) ? proxy : target.unwrap(type);
    }

    /** Passes the call on, and throws what the target throws. */
    final @Nullable Object pass(Method method, Object[] args) throws SQLException {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException thrown) {
            throw asSqlException(method, thrown.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a method of a public interface is not accessible: " + method, e);
        }
    }

    private static SQLException asSqlException(Method method, @Nullable Throwable cause) {
        if (cause instanceof SQLException known) {
            return known;
        }
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new SQLException("the driver threw what JDBC does not know in " + method.getName(), cause);
    }

    /** A result set as the application may see it; anything else as it is. */
    final @Nullable Object wrapped(@Nullable Statement statement, @Nullable Object result) {
        return result instanceof ResultSet rows ? HandleProxies.resultSet(handle, statement, rows) : result;
    }
}
