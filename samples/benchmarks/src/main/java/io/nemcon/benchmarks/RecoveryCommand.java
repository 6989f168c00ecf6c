package io.nemcon.benchmarks;

import io.nemcon.benchmarks.recovery.RecoveryOptions;
import io.nemcon.benchmarks.recovery.RecoveryRow;
import io.nemcon.benchmarks.recovery.RecoveryRun;
import io.nemcon.samples.demo.Teardown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemcon bench recovery}. */
@Command(
        name = "recovery",
        mixinStandardHelpOptions = true,
        description = {
            "Kills an app with SIGKILL that has so many branches in doubt in two PostgreSQL servers, half of them decided to "
                    + "commit, and measures how long they are in others' way.",
            "",
            "The app stays dead; a standing agent and three TM nodes are there. At the defaults it takes about two minutes."
        })
final class RecoveryCommand implements Callable<Integer> {

    private static final int NODES = 3;

    @Option(
            names = "--branches",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,100,5000",
            description = "Branches in doubt, a row each: 1, or an even number (default ${DEFAULT-VALUE}).")
    private List<Integer> branches = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Rounds of each; the medians count (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--max-wait",
            paramLabel = "N",
            defaultValue = "120",
            description = "Seconds after the kill within which all must be resolved (default ${DEFAULT-VALUE}).")
    private int maxWait;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "On which disk logs and databases are (default: the folder for temporary files).")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Write the result to standard output as one JSON object on one line.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the JSON to this file too.")
    private @Nullable Path out;

    @Option(names = "--short", description = "Only to see whether it runs: 1 and 20 branches, one round, one TM node.")
    private boolean brief;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchOutput output = new BenchOutput(Objects.requireNonNull(spec).commandLine());
        RecoveryOptions options = output.checked(this::options);
        try (Teardown teardown = new Teardown()) {
            Path parent = folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : folder;
            ScratchFolder scratch = teardown.add(ScratchFolder.createIn(parent));
            RecoveryRun run = new RecoveryRun(
                    options, scratch.path(), teardown, line -> output.talk().say("%s", line));
            List<RecoveryRow> rows = run.run();
            output.write(
                    RecoveryReport.json(rows, options.rounds(), MachineFacts.of(scratch.path())),
                    RecoveryReport.table(rows),
                    json,
                    out);
            return rows.stream().allMatch(RecoveryRow::exact) ? 0 : 1;
        }
    }

    private RecoveryOptions options() {
        return new RecoveryOptions(
                brief ? List.of(1, 20) : branches, brief ? 1 : rounds, Duration.ofSeconds(maxWait), brief ? 1 : NODES);
    }
}
