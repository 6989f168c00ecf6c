package io.nemcon.samples.demo.bank;

import java.io.IOException;
import java.util.Properties;

/**
 * How an app reaches a database. Immutable.
 *
 * @param database its name in the group
 * @param url the JDBC URL
 */
public record BankLogin(String database, String url, String user, String password) {

    private static final String DATABASE = ".database";
    private static final String URL = ".url";
    private static final String USER = ".user";
    private static final String PASSWORD = ".password";

    /** Puts it among an app's configuration, under keys that begin so. */
    public void store(Properties values, String prefix) {
        values.setProperty(prefix + DATABASE, database);
        values.setProperty(prefix + URL, url);
        values.setProperty(prefix + USER, user);
        values.setProperty(prefix + PASSWORD, password);
    }

    /** What {@link #store} put there. */
    public static BankLogin load(Properties values, String prefix) throws IOException {
        return new BankLogin(
                require(values, prefix + DATABASE),
                require(values, prefix + URL),
                require(values, prefix + USER),
                require(values, prefix + PASSWORD));
    }

    private static String require(Properties values, String key) throws IOException {
        String value = values.getProperty(key);
        if (value == null) {
            throw new IOException("an app's configuration lacks " + key);
        }
        return value;
    }

    @Override
    public String toString() {
        return database + " at " + url + " as " + user;
    }
}
