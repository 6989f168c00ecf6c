package io.nemcon.samples.torture.app;

import io.nemcon.samples.demo.bank.BankLogin;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What one life of an app is told at its start, handed over in a file. Immutable.
 *
 * @param name of this life: the app's name, a dot, and the life's number
 * @param endpoints of the TM nodes, {@code host:port}, comma-separated
 * @param threads that work; 0 for an agent alone
 * @param accounts each database has accounts 1 to this
 * @param lists which lists are worked on
 * @param firstElement the first number it appends; no other life comes near
 * @param history the file it makes and writes its history to
 */
public record AppConfig(
        String name,
        String endpoints,
        BankLogin first,
        BankLogin second,
        int threads,
        int accounts,
        Lists lists,
        long firstElement,
        Path history) {

    public void store(Path file) throws IOException {
        Properties values = new Properties();
        values.setProperty("name", name);
        values.setProperty("endpoints", endpoints);
        first.store(values, "first");
        second.store(values, "second");
        values.setProperty("threads", Integer.toString(threads));
        values.setProperty("accounts", Integer.toString(accounts));
        values.setProperty("lists.sinceMs", Long.toString(lists.sinceMs()));
        values.setProperty("lists.count", Integer.toString(lists.count()));
        values.setProperty("firstElement", Long.toString(firstElement));
        values.setProperty("history", history.toString());
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
                require(values, "name"),
                require(values, "endpoints"),
                BankLogin.load(values, "first"),
                BankLogin.load(values, "second"),
                Integer.parseInt(require(values, "threads")),
                Integer.parseInt(require(values, "accounts")),
                new Lists(
                        Long.parseLong(require(values, "lists.sinceMs")),
                        Integer.parseInt(require(values, "lists.count"))),
                Long.parseLong(require(values, "firstElement")),
                Path.of(require(values, "history")));
    }

    private static String require(Properties values, String key) throws IOException {
        String value = values.getProperty(key);
        if (value == null) {
            throw new IOException("an app's configuration lacks " + key);
        }
        return value;
    }
}
