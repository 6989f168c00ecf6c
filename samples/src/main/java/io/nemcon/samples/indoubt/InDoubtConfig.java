package io.nemcon.samples.indoubt;

import io.nemcon.samples.demo.bank.BankLogin;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * What the app is told at its start, handed over in a file. Immutable.
 *
 * @param name by which the group knows it
 * @param endpoints of the TM nodes, {@code host:port}, comma-separated
 * @param branches in both databases together
 * @param sessionTtl how long the group waits for it if it falls silent and no connection of it dies
 */
public record InDoubtConfig(
        String name, String endpoints, BankLogin first, BankLogin second, int branches, Duration sessionTtl) {

    public static final Duration DEFAULT_TTL = Duration.ofSeconds(10);

    public void store(Path file) throws IOException {
        Properties values = new Properties();
        values.setProperty("name", name);
        values.setProperty("endpoints", endpoints);
        values.setProperty("branches", Integer.toString(branches));
        values.setProperty("sessionTtl", sessionTtl.toString());
        first.store(values, "first");
        second.store(values, "second");
        try (Writer out = Files.newBufferedWriter(file)) {
            values.store(out, null);
        }
    }

    static InDoubtConfig load(Path file) throws IOException {
        Properties values = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            values.load(in);
        }
        return new InDoubtConfig(
                values.getProperty("name", ""),
                values.getProperty("endpoints", ""),
                BankLogin.load(values, "first"),
                BankLogin.load(values, "second"),
                Integer.parseInt(values.getProperty("branches", "0")),
                Duration.parse(values.getProperty("sessionTtl", DEFAULT_TTL.toString())));
    }

    /** One branch alone is one in the first database. */
    public int transactions() {
        return Math.max(1, branches / 2);
    }
}
