package io.nemcon.xa.postgresql;

import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.DatabaseAdapter;
import io.nemcon.xa.spi.Examinee;
import java.sql.SQLException;

/** PostgreSQL, and what speaks its protocol and has its two-phase commit. */
public final class PostgresAdapter implements DatabaseAdapter {

    @Override
    public boolean accepts(String url) {
        return url.startsWith("jdbc:postgresql:");
    }

    @Override
    public AdaptedDatabase open(AdapterSettings settings) throws SQLException {
        return PostgresDatabase.check(settings);
    }

    @Override
    public Examinee examinee(AdapterSettings settings) {
        return new PostgresExaminee(settings);
    }
}
