package io.nemcon.samples.demo.app;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What an app is told at its start, handed over in a file. Immutable.
 *
 * @param endpoints of the TM nodes, {@code host:port}, comma-separated
 * @param firstName by which the group knows the first database
 * @param accounts each database has accounts 1 to this
 * @param notes the file it makes and writes its notes to
 */
public record AppConfig(
        String name,
        String endpoints,
        String firstName,
        String firstUrl,
        String secondName,
        String secondUrl,
        String user,
        String password,
        int threads,
        int accounts,
        Path notes) {

    private static final String NAME = "name";
    private static final String ENDPOINTS = "endpoints";
    private static final String FIRST_NAME = "first.name";
    private static final String FIRST_URL = "first.url";
    private static final String SECOND_NAME = "second.name";
    private static final String SECOND_URL = "second.url";
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String THREADS = "threads";
    private static final String ACCOUNTS = "accounts";
    private static final String NOTES = "notes";

    public void store(Path file) throws IOException {
        Properties values = new Properties();
        values.setProperty(NAME, name);
        values.setProperty(ENDPOINTS, endpoints);
        values.setProperty(FIRST_NAME, firstName);
        values.setProperty(FIRST_URL, firstUrl);
        values.setProperty(SECOND_NAME, secondName);
        values.setProperty(SECOND_URL, secondUrl);
        values.setProperty(USER, user);
        values.setProperty(PASSWORD, password);
        values.setProperty(THREADS, Integer.toString(threads));
        values.setProperty(ACCOUNTS, Integer.toString(accounts));
        values.setProperty(NOTES, notes.toString());
        try (Writer out = Files.newBufferedWriter(file)) {
            values.store(out, null);
        }
    }

    static AppConfig load(Path file) throws IOException {
        Properties values = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            values.load(in);
        }
        return new AppConfig(
                require(values, NAME),
                require(values, ENDPOINTS),
                require(values, FIRST_NAME),
                require(values, FIRST_URL),
                require(values, SECOND_NAME),
                require(values, SECOND_URL),
                require(values, USER),
                require(values, PASSWORD),
                Integer.parseInt(require(values, THREADS)),
                Integer.parseInt(require(values, ACCOUNTS)),
                Path.of(require(values, NOTES)));
    }

    private static String require(Properties values, String key) throws IOException {
        String value = values.getProperty(key);
        if (value == null) {
            throw new IOException("an app's configuration lacks " + key);
        }
        return value;
    }
}
