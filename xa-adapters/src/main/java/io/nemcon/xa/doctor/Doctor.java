package io.nemcon.xa.doctor;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.nemcon.xa.diagnosis.CommitMode;
import io.nemcon.xa.diagnosis.Diagnosis;
import io.nemcon.xa.diagnosis.Facts;
import io.nemcon.xa.diagnosis.Finding;
import io.nemcon.xa.diagnosis.Finding.Verdict;
import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.Adapters;
import io.nemcon.xa.spi.DatabaseAdapter;
import io.nemcon.xa.spi.Examinee;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Examines a database: asks it about itself, then tries through its adapter what the commit protocol will ask of it. What
 * it prepares holds no row, belongs to no group, and is ended again; one that was interrupted is cleaned up by the next.
 * Thread-safe.
 */
public final class Doctor {

    /** How long an examination may take; what was not reached by then is skipped, in words. */
    public static final Duration LIMIT = Duration.ofSeconds(5);

    private Doctor() {}

    /** Examines a database that nothing else is known of, with a connection pool of its own. */
    public static Diagnosis examine(AdapterSettings settings) {
        TimeLeft timeLeft = new TimeLeft(LIMIT);
        DatabaseAdapter adapter = Adapters.forUrl(settings.url());
        if (adapter == null) {
            return UnknownDatabase.diagnose(settings, timeLeft);
        }
        Examinee examinee = adapter.examinee(settings);
        Facts facts = examinee.facts();
        if (!facts.answered() || hasProblem(facts)) {
            List<Finding> skipped = List.of(Finding.skipped(
                    "trial", facts.answered() ? "first mend what was found above" : "the database does not answer"));
            return new Diagnosis(
                    settings.name().toString(),
                    facts,
                    facts.answered() ? CommitMode.UNDO_REDO : examinee.mode(),
                    skipped,
                    timeLeft.taken());
        }
        return new Diagnosis(
                settings.name().toString(),
                facts,
                examinee.mode(),
                trials(settings, adapter, examinee, timeLeft),
                timeLeft.taken());
    }

    /**
     * Tries out a database that is about to be registered, over its own pool.
     *
     * @throws SQLException if something has to be mended first; the message says what and how
     */
    public static void admit(
            AdapterSettings settings, DatabaseAdapter adapter, AdaptedDatabase database, HikariDataSource pool)
            throws SQLException {
        TimeLeft timeLeft = new TimeLeft(LIMIT);
        AdapterSettings patient =
                settings.withTimeouts(LIMIT, LIMIT); // an application's may be shorter than a check takes
        List<Finding> found = new Trial(patient, adapter.examinee(patient), database, pool, timeLeft).run();
        for (Finding one : found) {
            if (one.verdict() == Verdict.PROBLEM) {
                throw new SQLException("resource " + settings.name() + ": " + one.sentence());
            }
        }
    }

    private static List<Finding> trials(
            AdapterSettings settings, DatabaseAdapter adapter, Examinee examinee, TimeLeft timeLeft) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("nemcon-doctor-" + settings.name());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(Math.max(250, timeLeft.millis()));
        try {
            AdaptedDatabase database = adapter.open(settings);
            database.configure(config);
            try (HikariDataSource pool = new HikariDataSource(config)) {
                return new Trial(settings, examinee, database, pool, timeLeft).run();
            }
        } catch (SQLException | PoolInitializationException e) {
            return List.of(Finding.problem("connection pool", String.valueOf(e.getMessage()), ""));
        }
    }

    private static boolean hasProblem(Facts facts) {
        return facts.findings().stream().anyMatch(one -> one.verdict() == Verdict.PROBLEM);
    }
}
