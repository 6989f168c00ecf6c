package io.nemcon.benchmarks;

import io.nemcon.benchmarks.crash.CrashCase;
import io.nemcon.benchmarks.crash.CrashOptions;
import io.nemcon.benchmarks.crash.CrashRow;
import io.nemcon.benchmarks.crash.CrashRun;
import io.nemcon.benchmarks.system.SystemName;
import io.nemcon.samples.demo.Teardown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemcon bench crash}. */
@Command(
        name = "crash",
        mixinStandardHelpOptions = true,
        description = {
            "Kills an app with SIGKILL while it moves money between two PostgreSQL servers, and watches what it leaves.",
            "",
            "Nemcon's app stays dead, and the agent of another one cleans up. The peers' apps are restarted at once with "
                    + "their recovery on and its defaults, once with their log and once without.",
            "",
            "At the defaults it takes up to 26 minutes, for each case is waited for up to --max-wait."
        })
final class CrashCommand implements Callable<Integer> {

    private static final int SHORT_THREADS = 4;
    private static final int SHORT_WAIT = 10;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "32",
            description = "Threads of the app that is killed (default ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How long it works before (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--max-wait",
            paramLabel = "N",
            defaultValue = "360",
            description =
                    "Seconds after the kill within which somebody must have cleaned up (default ${DEFAULT-VALUE}).")
    private int maxWait;

    @Option(
            names = "--systems",
            split = ",",
            paramLabel = "NAME",
            description = "Only these of nemcon-3nodes, narayana, atomikos (default: all).")
    private @Nullable List<String> systems;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "On which disk logs and databases are (default: the folder for temporary files).")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Write the result to standard output as one JSON object on one line.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the JSON to this file too.")
    private @Nullable Path out;

    @Option(names = "--short", description = "Only to see whether it runs: 4 threads, 1 second, at most 10 to wait.")
    private boolean brief;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchOutput output = new BenchOutput(Objects.requireNonNull(spec).commandLine());
        CrashOptions options = output.checked(this::options);
        List<CrashCase> cases = output.checked(this::cases);
        try (Teardown all = new Teardown()) {
            Path parent = folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : folder;
            ScratchFolder scratch = all.add(ScratchFolder.createIn(parent));
            List<CrashRow> rows = new ArrayList<>();
            for (CrashCase crash : cases) {
                Path own = scratch.path().resolve("case-" + rows.size());
                try (Teardown teardown = new Teardown()) {
                    teardown.addEnding(() -> ScratchFolder.delete(own));
                    rows.add(new CrashRun(crash, options, own, teardown, line -> output.talk()
                                    .say("%s", line))
                            .run());
                }
                output.talk().say("%s", CrashTable.sentence(rows.get(rows.size() - 1)));
            }
            output.write(CrashJson.of(rows, MachineFacts.of(scratch.path())), CrashTable.of(rows), json, out);
            return 0;
        }
    }

    private CrashOptions options() {
        return brief
                ? new CrashOptions(SHORT_THREADS, 1, Duration.ofSeconds(SHORT_WAIT))
                : new CrashOptions(threads, seconds, Duration.ofSeconds(maxWait));
    }

    private List<CrashCase> cases() {
        if (systems == null) {
            return CrashCase.all();
        }
        List<SystemName> chosen = systems.stream().map(SystemName::parse).toList();
        List<CrashCase> cases = CrashCase.all().stream()
                .filter(crash -> chosen.contains(crash.system()))
                .toList();
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("none of these systems is among those that are killed: " + chosen);
        }
        return cases;
    }
}
