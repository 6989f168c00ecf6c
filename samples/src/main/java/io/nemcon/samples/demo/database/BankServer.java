package io.nemcon.samples.demo.database;

import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.BankLogin;
import java.sql.SQLException;
import java.util.List;

/** One database server that this process started, and what only its own kind can be asked for. Thread-safe but for its lives. */
public interface BankServer extends AutoCloseable {

    BankDatabase bank();

    /** Its processes. */
    ServerLives lives();

    /** Where it listens, on the loopback address. */
    int port();

    /** How this app reaches it, at its own port or at a proxy's before it. */
    BankLogin login(String app, int port);

    /** The names of all prepared branches; a branch of ours has its gtrid in it, in small hexadecimal digits. */
    List<String> prepared() throws SQLException;

    /** Connections that this app still has. */
    int connectionsOf(String app) throws SQLException;

    /** Whether the server may keep a prepared branch that it lists only after a restart. */
    boolean mayHidePrepared();

    @Override
    void close();
}
