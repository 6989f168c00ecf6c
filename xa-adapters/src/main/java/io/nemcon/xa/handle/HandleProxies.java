package io.nemcon.xa.handle;

import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Statements, result sets and metadata as the application sees them. Dynamic proxies, because of their 500 methods a dozen
 * matter: those that run something, and those that lead back to a connection or statement and must lead to the handle.
 */
final class HandleProxies {

    private HandleProxies() {}

    static Statement statement(EnlistedConnection handle, Statement target) {
        return wrap(Statement.class, new StatementProxy(handle, target, null));
    }

    static PreparedStatement prepared(EnlistedConnection handle, PreparedStatement target, String sql) {
        return wrap(PreparedStatement.class, new StatementProxy(handle, target, sql));
    }

    static CallableStatement callable(EnlistedConnection handle, CallableStatement target, String sql) {
        return wrap(CallableStatement.class, new StatementProxy(handle, target, sql));
    }

    static DatabaseMetaData metaData(EnlistedConnection handle, DatabaseMetaData target) {
        return wrap(DatabaseMetaData.class, new MetaDataProxy(handle, target));
    }

    /** @param statement what its {@code getStatement} answers; null to have the driver's own wrapped */
    static ResultSet resultSet(EnlistedConnection handle, @Nullable Statement statement, ResultSet target) {
        return wrap(ResultSet.class, new ResultSetProxy(handle, statement, target));
    }

    private static <T> T wrap(Class<T> type, HandleProxy<?> handler) {
        return type.cast(Proxy.newProxyInstance(HandleProxies.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
