package io.nemcon.samples.demo.app;

import io.nemcon.samples.demo.bank.BankLogin;
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
 * @param accounts each database has accounts 1 to this
 * @param notes the file it makes and writes its notes to
 */
public record AppConfig(
        String name, String endpoints, BankLogin first, BankLogin second, int threads, int accounts, Path notes) {

    private static final String NAME = "name";
    private static final String ENDPOINTS = "endpoints";
    private static final String FIRST = "first";
    private static final String SECOND = "second";
    private static final String THREADS = "threads";
    private static final String ACCOUNTS = "accounts";
    private static final String NOTES = "notes";

    public void store(Path file) throws IOException {
        Properties values = new Properties();
        values.setProperty(NAME, name);
        values.setProperty(ENDPOINTS, endpoints);
        first.store(values, FIRST);
        second.store(values, SECOND);
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
                BankLogin.load(values, FIRST),
                BankLogin.load(values, SECOND),
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
