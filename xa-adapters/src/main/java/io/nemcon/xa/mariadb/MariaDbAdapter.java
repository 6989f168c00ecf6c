package io.nemcon.xa.mariadb;

import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.DatabaseAdapter;
import io.nemcon.xa.spi.Examinee;
import java.sql.SQLException;

/** MariaDB. Takes MySQL's URLs too, to say in words what it does not do with them. */
public final class MariaDbAdapter implements DatabaseAdapter {

    @Override
    public boolean accepts(String url) {
        return url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:");
    }

    @Override
    public AdaptedDatabase open(AdapterSettings settings) throws SQLException {
        return MariaDbDatabase.check(settings);
    }

    @Override
    public Examinee examinee(AdapterSettings settings) {
        return new MariaDbExaminee(settings);
    }
}
