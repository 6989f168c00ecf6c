package io.nemcon.xa.handle;

import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What outlives a statement and is no transaction, passed on: how the session is set up. */
public interface DelegatedSettings extends DelegatedConnection {

    @Override
    default void setAutoCommit(boolean autoCommit) throws SQLException {
        delegate().setAutoCommit(autoCommit);
    }

    @Override
    default boolean getAutoCommit() throws SQLException {
        return delegate().getAutoCommit();
    }

    @Override
    default void setReadOnly(boolean readOnly) throws SQLException {
        delegate().setReadOnly(readOnly);
    }

    @Override
    default boolean isReadOnly() throws SQLException {
        return delegate().isReadOnly();
    }

    @Override
    default void setCatalog(String catalog) throws SQLException {
        delegate().setCatalog(catalog);
    }

    @Override
    default @Nullable String getCatalog() throws SQLException {
        return delegate().getCatalog();
    }

    @Override
    default void setSchema(String schema) throws SQLException {
        delegate().setSchema(schema);
    }

    @Override
    default @Nullable String getSchema() throws SQLException {
        return delegate().getSchema();
    }

    @Override
    default void setTransactionIsolation(int level) throws SQLException {
        delegate().setTransactionIsolation(level);
    }

    @Override
    default int getTransactionIsolation() throws SQLException {
        return delegate().getTransactionIsolation();
    }

    @Override
    default Map<String, Class<?>> getTypeMap() throws SQLException {
        return delegate().getTypeMap();
    }

    @Override
    default void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        delegate().setTypeMap(map);
    }

    @Override
    default void setHoldability(int holdability) throws SQLException {
        delegate().setHoldability(holdability);
    }

    @Override
    default int getHoldability() throws SQLException {
        return delegate().getHoldability();
    }

    @Override
    default void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
        targetOfClientInfo().setClientInfo(name, value);
    }

    @Override
    default void setClientInfo(Properties properties) throws SQLClientInfoException {
        targetOfClientInfo().setClientInfo(properties);
    }

    private Connection targetOfClientInfo() throws SQLClientInfoException {
        try {
            return delegate();
        } catch (SQLException refused) {
            throw new SQLClientInfoException(refused.getMessage(), refused.getSQLState(), Map.of(), refused);
        }
    }

    @Override
    default @Nullable String getClientInfo(String name) throws SQLException {
        return delegate().getClientInfo(name);
    }

    @Override
    default Properties getClientInfo() throws SQLException {
        return delegate().getClientInfo();
    }

    @Override
    default void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        delegate().setNetworkTimeout(executor, milliseconds);
    }

    @Override
    default int getNetworkTimeout() throws SQLException {
        return delegate().getNetworkTimeout();
    }
}
