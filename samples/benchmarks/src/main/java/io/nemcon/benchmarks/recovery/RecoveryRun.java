package io.nemcon.benchmarks.recovery;

import io.nemcon.samples.demo.Teardown;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.database.ServerDatabases;
import io.nemcon.samples.indoubt.AgentProcess;
import io.nemcon.samples.indoubt.Balances;
import io.nemcon.samples.indoubt.InDoubtConfig;
import io.nemcon.samples.indoubt.InDoubtProcess;
import io.nemcon.samples.indoubt.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Kills one app after another, each with so many branches in doubt. Used by one thread. */
public final class RecoveryRun {

    private static final String AGENT = "agent";
    private static final String OTHER = "other";
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);
    private static final long POLL_MS = 5;
    private static final long NANOS_A_MILLI = 1_000_000;

    private final RecoveryOptions options;
    private final Path folder;
    private final Consumer<String> talk;
    private final ServerDatabases databases;
    private final Site site;

    /** Starts databases, nodes and agent; they end with the teardown. */
    public RecoveryRun(RecoveryOptions options, Path folder, Teardown teardown, Consumer<String> talk)
            throws IOException, InterruptedException {
        this.options = options;
        this.folder = folder;
        this.talk = talk;
        talk.accept("starting two PostgreSQL servers, " + options.nodes() + " TM nodes and a standing agent");
        this.site = teardown.add(Site.start(folder, options.branchesMax(), options.nodes()));
        this.databases = site.databases();
        AgentProcess agent =
                teardown.add(AgentProcess.start(AGENT, site.group().endpoints(), site.logins(AGENT), folder));
        agent.awaitActive(site.logins(AGENT));
    }

    public List<RecoveryRow> run() throws IOException, SQLException, InterruptedException {
        List<RecoveryRow> rows = new ArrayList<>();
        for (BankDatabase database : databases.both()) {
            database.create(options.branchesMax(), Balances.EACH);
        }
        for (int branches : options.branches()) {
            List<RecoveryRow> rounds = new ArrayList<>();
            for (int round = 1; round <= options.rounds(); round++) {
                RecoveryRow row = round(branches, round);
                rounds.add(row);
                talk.accept(
                        "%d branches, round %d of %d: %d in doubt, none left after %d ms, writers went on after %d to %d ms%s"
                                .formatted(
                                        branches,
                                        round,
                                        options.rounds(),
                                        row.inDoubt(),
                                        row.emptyMs(),
                                        row.firstWriterMs(),
                                        row.lastWriterMs(),
                                        row.exact() ? "" : "; NOT as decided"));
            }
            rows.add(RecoveryRow.median(rounds));
        }
        return rows;
    }

    private RecoveryRow round(int branches, int round) throws IOException, SQLException, InterruptedException {
        Balances.reset(databases);
        String name = "victim-" + branches + "-" + round;
        List<BankLogin> logins = site.logins(name);
        InDoubtConfig config = new InDoubtConfig(
                name, site.group().endpoints(), logins.get(0), logins.get(1), branches, InDoubtConfig.DEFAULT_TTL);
        talk.accept("%d branches, round %d of %d: being prepared".formatted(branches, round, options.rounds()));
        try (InDoubtProcess victim = InDoubtProcess.start(config, folder);
                Writers writers = new Writers(site.logins(OTHER).get(0), config.transactions())) {
            writers.start(config.transactions(), LOCK_TIMEOUT);
            victim.decide();
            int inDoubt = databases.prepared();
            long killedNs = System.nanoTime();
            victim.kill();
            long emptyNs = awaitEmpty(killedNs);
            List<Long> written = writers.awaitWritten(options.maxWait());
            return new RecoveryRow(
                    branches,
                    inDoubt,
                    (emptyNs - killedNs) / NANOS_A_MILLI,
                    (written.get(0) - killedNs) / NANOS_A_MILLI,
                    (written.get(written.size() - 1) - killedNs) / NANOS_A_MILLI,
                    Balances.areAsDecided(databases, branches));
        }
    }

    private long awaitEmpty(long killedNs) throws IOException, SQLException, InterruptedException {
        long tellNs = killedNs + TELL_EVERY.toNanos();
        int left = databases.prepared();
        while (left > 0) {
            long nowNs = System.nanoTime();
            if (nowNs - killedNs > options.maxWait().toNanos()) {
                throw new IOException(left + " branches are still prepared "
                        + options.maxWait().toSeconds() + " s after the kill");
            }
            if (nowNs > tellNs) {
                talk.accept("%d branches left %d s after the kill"
                        .formatted(left, Duration.ofNanos(nowNs - killedNs).toSeconds()));
                tellNs = nowNs + TELL_EVERY.toNanos();
            }
            Thread.sleep(POLL_MS);
            left = databases.prepared();
        }
        return System.nanoTime();
    }
}
