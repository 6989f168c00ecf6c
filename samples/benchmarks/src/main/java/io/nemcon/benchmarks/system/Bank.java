package io.nemcon.benchmarks.system;

import javax.sql.XADataSource;
import org.postgresql.xa.PGXADataSource;

/**
 * Where the money is.
 *
 * @param firstUrl JDBC URL of the database whose row is always locked first, so that no circle spans both
 * @param accounts numbered from 1, in both
 * @param secondOnlyReads whether the second database is only asked for a balance
 */
public record Bank(
        String firstUrl, String secondUrl, String user, String password, int accounts, boolean secondOnlyReads) {

    /** The driver's own, for systems that enlist XA resources. */
    XADataSource firstXa() {
        return xa(firstUrl);
    }

    XADataSource secondXa() {
        return xa(secondUrl);
    }

    private XADataSource xa(String url) {
        PGXADataSource source = new PGXADataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }
}
