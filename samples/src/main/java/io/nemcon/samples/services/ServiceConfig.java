package io.nemcon.samples.services;

import io.nemcon.samples.demo.bank.BankLogin;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What a service is told at its start, handed over in a file. Immutable.
 *
 * @param name of the service, by which the group knows it
 * @param endpoints of the TM nodes, {@code host:port}, comma-separated
 * @param login its database
 * @param callees addresses of the services that it calls, comma-separated; empty if it calls none
 */
public record ServiceConfig(String name, String endpoints, BankLogin login, String callees) {

    public void store(Path file) throws IOException {
        Properties values = new Properties();
        values.setProperty("name", name);
        values.setProperty("endpoints", endpoints);
        values.setProperty("callees", callees);
        login.store(values, "login");
        try (Writer out = Files.newBufferedWriter(file)) {
            values.store(out, null);
        }
    }

    public static ServiceConfig load(Path file) throws IOException {
        Properties values = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            values.load(in);
        }
        return new ServiceConfig(
                values.getProperty("name", ""),
                values.getProperty("endpoints", ""),
                BankLogin.load(values, "login"),
                values.getProperty("callees", ""));
    }
}
