package io.nemcon.xa.h2;

import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.testkit.Lie;
import io.nemcon.xa.testkit.StandIn;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** The adapter's own connections, over an XA driver that lies. */
public final class LyingH2 {

    private LyingH2() {}

    /** What the adapter's pool would get its connections from. */
    public static DataSource dataSource(AdapterSettings settings, Lie lie) {
        JdbcDataSource driver = new JdbcDataSource();
        driver.setURL(settings.url());
        driver.setUser(settings.user());
        driver.setPassword(settings.password());
        return StandIn.dataSource(() -> new H2Connection(StandIn.xa(driver.getXAConnection(), lie)));
    }
}
