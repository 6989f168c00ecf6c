package io.nemcon.xa.h2;

import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.DatabaseAdapter;
import io.nemcon.xa.spi.Examinee;
import java.sql.SQLException;

/** H2, embedded, in memory or as a server. */
public final class H2Adapter implements DatabaseAdapter {

    @Override
    public boolean accepts(String url) {
        return url.startsWith("jdbc:h2:");
    }

    @Override
    public AdaptedDatabase open(AdapterSettings settings) throws SQLException {
        return H2Database.check(settings);
    }

    @Override
    public Examinee examinee(AdapterSettings settings) {
        return new H2Examinee(settings);
    }
}
