package io.nemcon.samples.demo.database;

import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.BankLogin;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.tools.Server;

/**
 * Two H2 databases in files, in this process, with a server before them so that the apps, being processes of their own, reach
 * the same two.
 */
public final class H2Databases implements Databases {

    private static final String USER = "demo";
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    private final Path folder;
    private final String password;
    private final Server server;
    private final List<BankDatabase> both;

    private H2Databases(Path folder, String password, Server server) {
        this.folder = folder;
        this.password = password;
        this.server = server;
        this.both = List.of(bank("bank-a"), bank("bank-b"));
    }

    /** Starts the server on a port that the operating system picks; it answers on the loopback address alone. */
    public static H2Databases start(Path folder) throws DatabaseStartException {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        try {
            Server server = Server.createTcpServer("-tcpPort", "0", "-baseDir", folder.toString());
            server.start();
            return new H2Databases(folder, HexFormat.of().formatHex(secret), server);
        } catch (SQLException e) {
            throw new DatabaseStartException("H2's server did not start: " + e.getMessage(), e);
        }
    }

    /** Opened from inside this process, which also makes it: from outside nobody may make one. */
    private BankDatabase bank(String name) {
        String url = "jdbc:h2:file:" + folder.resolve(name) + ";LOCK_TIMEOUT=" + LOCK_TIMEOUT.toMillis();
        return new BankDatabase(name, JdbcConnectionPool.create(url, USER, password));
    }

    @Override
    public List<BankDatabase> both() {
        return both;
    }

    @Override
    public String describe() {
        return "two H2 databases";
    }

    @Override
    public BankLogin login(BankDatabase database, String app) {
        String url = "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/./" + database.name() + ";LOCK_TIMEOUT="
                + LOCK_TIMEOUT.toMillis();
        return new BankLogin(database.name(), url, USER, password);
    }

    @Override
    public String whyNoAppKill() {
        return "H2 drops a prepared branch when the connection that prepared it closes, and a killed app's connections close:"
                + " what had been decided COMMIT would be lost";
    }

    @Override
    public int prepared() throws SQLException {
        int found = 0;
        for (BankDatabase database : both) {
            try (Connection connection = database.plain().getConnection()) {
                found += Query.number(connection, "SELECT COUNT(*) FROM INFORMATION_SCHEMA.IN_DOUBT");
            }
        }
        return found;
    }

    @Override
    public boolean nothingLeftOf(String app, Set<String> sessionPrefixes) {
        throw new UnsupportedOperationException("no app is killed with H2: " + whyNoAppKill());
    }

    @Override
    public void close() {
        server.stop();
        both.forEach(database -> ((JdbcConnectionPool) database.plain()).dispose());
    }
}
