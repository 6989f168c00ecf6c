package io.nemcon.samples.demo.database;

import java.io.IOException;
import java.nio.file.Path;

/** Database servers that can be started from what Maven brings. */
public enum ServerKind {
    POSTGRESQL("PostgreSQL") {
        @Override
        public BankServer start(String name, Path folder, int clients, int branches) throws IOException {
            return PostgresServer.start(name, folder, clients, branches);
        }
    },
    MARIADB("MariaDB") {
        @Override
        public BankServer start(String name, Path folder, int clients, int branches) throws IOException {
            return MariaDbServer.start(name, folder, clients);
        }
    };

    private final String words;

    ServerKind(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** For people: what two servers of these kinds are together. */
    public static String describe(ServerKind first, ServerKind second) {
        return (first == second
                        ? "two " + first.words + " servers"
                        : "a " + first.words + " and a " + second.words + " server")
                + ", writes forced to disk";
    }

    /**
     * Starts one; tries again if somebody took its port.
     *
     * @param folder for its data and its log
     * @param clients connections that apps may open
     * @param branches that may be prepared at a time, beyond those of these connections
     */
    public abstract BankServer start(String name, Path folder, int clients, int branches) throws IOException;

    /** The same where no branch stays prepared that a connection does not wait for. */
    public BankServer start(String name, Path folder, int clients) throws IOException {
        return start(name, folder, clients, 0);
    }
}
