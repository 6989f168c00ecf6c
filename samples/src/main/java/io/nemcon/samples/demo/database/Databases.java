package io.nemcon.samples.demo.database;

import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.BankLogin;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** The two running databases of the demo. Thread-safe. */
public interface Databases extends AutoCloseable {

    /** The two, always in this order: who locks rows in both, locks in the first one first. */
    List<BankDatabase> both();

    /** For people: which database, and that what it answered is on disk. */
    String describe();

    /** How this app reaches this database. */
    BankLogin login(BankDatabase database, String app);

    /** Why no app may be killed with these databases, as the end of a sentence; empty if one may. */
    String whyNoAppKill();

    /** How many branches are prepared now and not finished, in both. */
    int prepared() throws SQLException;

    /**
     * Whether a killed app has left nothing: no connection, by which it might still prepare a branch, and after that was seen,
     * no prepared branch of these sessions. Once true it stays true.
     */
    boolean nothingLeftOf(String app, Set<String> sessionPrefixes) throws SQLException;

    @Override
    void close();
}
