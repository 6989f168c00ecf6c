package io.nemcon.xa.h2;

import io.nemcon.xa.spi.AdapterSettings;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.TreeMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/** Makes the pool's connections, each an XAConnection underneath. Thread-safe. */
final class H2XaDataSource implements DataSource {

    private final JdbcDataSource driver = new JdbcDataSource();

    H2XaDataSource(AdapterSettings settings) {
        StringBuilder url = new StringBuilder(settings.url());
        new TreeMap<>(settings.properties())
                .forEach((key, value) -> url.append(';').append(key).append('=').append(value));
        driver.setURL(url.toString());
        driver.setUser(settings.user() == null ? "" : settings.user());
        driver.setPassword(settings.password() == null ? "" : settings.password());
    }

    @Override
    public Connection getConnection() throws SQLException {
        return new H2Connection(driver.getXAConnection());
    }

    /** A connection apart from the pool and from XA. */
    Connection plainConnection() throws SQLException {
        return driver.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("a pool has one user");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return driver.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        driver.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        driver.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return driver.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return driver.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return driver.isWrapperFor(type);
    }
}
