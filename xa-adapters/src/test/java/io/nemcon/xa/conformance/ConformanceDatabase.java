package io.nemcon.xa.conformance;

import io.nemcon.core.id.BranchId;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.testkit.Lie;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A real database of one kind, handled behind its adapter's back: what a DBA, a crash or a broken network would do to it.
 * Several tests, one after the other, use the same one; each begins with {@link #empty}.
 */
public interface ConformanceDatabase {

    /** For reasons why a test was skipped. */
    String label();

    Set<Trait> traits();

    /** Makes the test's database empty, and makes it if there is none. Nothing stays prepared, foreign branches included. */
    void empty() throws SQLException;

    // ---- ways in

    /** The JDBC URL of the test's database. */
    String url();

    /** Where its server listens; only with {@link Trait#SERVER}. */
    int port();

    /** The same database through a proxy on this port of localhost; only with {@link Trait#SERVER}. */
    String url(int proxyPort);

    /** Null if the url says it. */
    default @Nullable String user() {
        return null;
    }

    /** Null if the url says it. */
    default @Nullable String password() {
        return null;
    }

    /** Sets the url, and user and password if there are any. */
    NemconDataSourceBuilder connectTo(NemconDataSourceBuilder source, String url);

    /** Sets how long an answer is waited for, by whatever this database's driver has for it. */
    default NemconDataSourceBuilder limitAnswers(NemconDataSourceBuilder source, Duration limit) {
        return source.answerTimeout(limit);
    }

    /** A plain connection of a DBA, in auto-commit mode, apart from any adapter. */
    Connection connect() throws SQLException;

    // ---- prepared branches, by the database's own means

    /** What the database calls this branch: also what its adapter lists it as. */
    String nameOf(BranchId branch);

    /** The names of all that is prepared, whoever prepared it. */
    List<String> prepared() throws SQLException;

    /** As a DBA would, whose word the database takes. Where only the owner's connection may, that one is ended first. */
    void commitPrepared(String name) throws SQLException;

    /** See {@link #commitPrepared}. */
    void rollbackPrepared(String name) throws SQLException;

    /**
     * Leaves a branch of another transaction manager prepared, that ran this statement; until {@link #empty} or until it is
     * finished.
     *
     * @return its name
     */
    String prepareForeign(int formatId, byte[] gtrid, byte[] bqual, String statement) throws SQLException;

    // ---- trouble

    /** The server's side of a connection, for {@link #kill}. */
    String backendOf(Connection connection) throws SQLException;

    /** Ends the server's side of a connection, and waits until it is gone. */
    void kill(String backend) throws SQLException;

    /**
     * Kills the server as SIGKILL does, and returns when it answers again, with its data, on the same port. Without
     * {@link Trait#SERVER}: whatever loses what was not forced to disk.
     */
    void crash() throws Exception;

    /** What the adapter's message contains with this command; only with {@link Trait#SERVER}. */
    String wireText(Moment moment);

    /** How many messages after the one with the text the command is carried out: 1 where it is parsed in a message apart. */
    default int messagesFromTextToDeed(Moment moment) {
        return 0;
    }

    /** What its adapter's pool would get its connections from, over a driver that lies. */
    DataSource lying(AdapterSettings settings, Lie lie);

    /** What the command that a {@link Lie} is told about contains. */
    default String commandText(Moment moment) {
        return wireText(moment);
    }

    /** Errors that this driver alone knows: the server's own words, codes of XA. */
    default List<Exception> itsOwnErrors() {
        return List.of();
    }

    // ---- its SQL

    /** A query that runs for minutes, and ends with an error once it is cancelled. */
    String endlessQuery();

    /** How the SQLState of a statement begins that was stopped. */
    default String stateOfCancelled() {
        return "57014";
    }

    /** Whether some connection runs {@link #endlessQuery} at this moment. */
    boolean runsEndlessQuery() throws SQLException;

    /** Statements that it runs in a transaction which it then refuses to prepare. May need the table {@code account}. */
    List<String> unpreparable();

    /** Statements that its adapter refuses inside a transaction, for they would commit what was done before. */
    List<String> committing();
}
