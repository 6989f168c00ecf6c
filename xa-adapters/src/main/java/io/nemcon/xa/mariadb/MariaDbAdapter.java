package io.nemcon.xa.mariadb;

import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.DatabaseAdapter;
import java.sql.SQLException;

/** MariaDB. Takes MySQL's URLs too, to say in words what it does not do with them. */
public final class MariaDbAdapter implements DatabaseAdapter {

    private static final String MYSQL = "jdbc:mysql:";

    @Override
    public boolean accepts(String url) {
        return url.startsWith("jdbc:mariadb:") || url.startsWith(MYSQL);
    }

    @Override
    public AdaptedDatabase open(AdapterSettings settings) throws SQLException {
        if (settings.url().startsWith(MYSQL)) {
            throw new SQLException("resource " + settings.name() + ": MySQL is not tested yet, so it is refused;"
                    + " use MariaDB 10.5.2 or later, with a URL that begins with jdbc:mariadb: and the driver"
                    + " org.mariadb.jdbc:mariadb-java-client");
        }
        return MariaDbRegistration.check(settings);
    }
}
