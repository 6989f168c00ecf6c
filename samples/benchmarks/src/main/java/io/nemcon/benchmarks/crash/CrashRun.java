package io.nemcon.benchmarks.crash;

import io.nemcon.benchmarks.bank.BankServers;
import io.nemcon.benchmarks.load.AppProcess;
import io.nemcon.benchmarks.load.LoadConfig;
import io.nemcon.benchmarks.load.LoadProcess;
import io.nemcon.benchmarks.load.Workload;
import io.nemcon.benchmarks.system.Bank;
import io.nemcon.samples.demo.Teardown;
import io.nemcon.samples.demo.process.JvmLaunch;
import io.nemcon.samples.demo.process.TmGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One case, with databases and TM nodes of its own. Used by one thread. */
public final class CrashRun {

    private static final int NODES = 3;
    private static final int SPARE_CONNECTIONS = 20;
    private static final String VICTIM = "victim";
    private static final String RECOVERING = "recovering";
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration TELL_EVERY = Duration.ofSeconds(15);
    private static final Duration GONE_TIMEOUT = Duration.ofSeconds(30);
    private static final long NANOS_A_MILLI = 1_000_000;

    private final CrashCase crash;
    private final CrashOptions options;
    private final Path folder;
    private final Teardown teardown;
    private final Consumer<String> talk;

    /** @param folder of this case alone */
    public CrashRun(CrashCase crash, CrashOptions options, Path folder, Teardown teardown, Consumer<String> talk) {
        this.crash = crash;
        this.options = options;
        this.folder = folder;
        this.teardown = teardown;
        this.talk = talk;
    }

    public CrashRow run() throws IOException, SQLException, InterruptedException {
        Files.createDirectories(folder);
        BankServers servers =
                BankServers.start(folder, options.threads() + SPARE_CONNECTIONS, Duration.ZERO, false, teardown);
        String endpoints = null;
        if (crash.system().needsGroup()) {
            TmGroup group = teardown.add(TmGroup.start(folder, NODES, JvmLaunch.plain(LoadProcess.JVM_OPTIONS)));
            endpoints = group.endpoints();
            // Before the kill: somebody else is there already.
            recover(servers, endpoints, folder.resolve("other"));
        }
        Path log = folder.resolve("log");
        AppProcess victim = start(VICTIM, List.of(options.threads()), servers.bank(VICTIM), endpoints, log);
        Thread.sleep(Duration.ofSeconds(options.seconds()).toMillis());
        long killedNs = System.nanoTime();
        victim.kill();
        int inDoubt = inDoubtOnceGone(servers);
        talk.accept(crash + ": killed, " + inDoubt + " branches in doubt; to recover: " + crash.whoRecovers());
        if (crash.disk() != CrashCase.Disk.NONE) {
            recover(servers, null, crash.disk() == CrashCase.Disk.KEPT ? log : folder.resolve("new-disk"));
        }
        Long emptyMs = awaitEmpty(servers, killedNs);
        return new CrashRow(crash, inDoubt, emptyMs, servers.prepared(), servers.surplus());
    }

    private void recover(BankServers servers, @Nullable String endpoints, Path log) throws IOException {
        start(RECOVERING, List.of(), servers.bank(RECOVERING), endpoints, log);
    }

    private AppProcess start(String name, List<Integer> threads, Bank bank, @Nullable String endpoints, Path log)
            throws IOException {
        LoadConfig config =
                new LoadConfig(Workload.PG, crash.system(), threads, 0, options.seconds(), log, endpoints, bank);
        return teardown.add(AppProcess.start(name, config, folder));
    }

    /** Counted when its last connection is closed: until then a PREPARE that it sent may still be carried out. */
    private static int inDoubtOnceGone(BankServers servers) throws IOException, SQLException, InterruptedException {
        int most = servers.prepared();
        long deadline = System.nanoTime() + GONE_TIMEOUT.toNanos();
        while (!servers.nobodyIs(VICTIM)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("a killed app still has connections after " + GONE_TIMEOUT.toSeconds() + " s");
            }
            Thread.sleep(POLL.toMillis());
            most = Math.max(most, servers.prepared());
        }
        return Math.max(most, servers.prepared());
    }

    private @Nullable Long awaitEmpty(BankServers servers, long killedNs) throws SQLException, InterruptedException {
        long tellNs = killedNs + TELL_EVERY.toNanos();
        int left = servers.prepared();
        while (left > 0) {
            long now = System.nanoTime();
            if (now - killedNs > options.maxWait().toNanos()) {
                return null;
            }
            if (now > tellNs) {
                talk.accept("%s: %d branches prepared %d s after the kill"
                        .formatted(crash, left, Duration.ofNanos(now - killedNs).toSeconds()));
                tellNs = now + TELL_EVERY.toNanos();
            }
            Thread.sleep(POLL.toMillis());
            left = servers.prepared();
        }
        return (System.nanoTime() - killedNs) / NANOS_A_MILLI;
    }
}
