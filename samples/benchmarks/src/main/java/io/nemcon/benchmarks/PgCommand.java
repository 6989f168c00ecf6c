package io.nemcon.benchmarks;

import io.nemcon.benchmarks.bank.BankServers;
import io.nemcon.benchmarks.load.Workload;
import io.nemcon.benchmarks.system.SystemName;
import io.nemcon.samples.demo.Teardown;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemcon bench pg}. */
@Command(
        name = "pg",
        mixinStandardHelpOptions = true,
        description = {
            "Transfers between two PostgreSQL servers on this machine, fsync on: one UPDATE in each.",
            "",
            "At the defaults it takes about 20 minutes. Let nothing else run meanwhile."
        })
final class PgCommand implements Callable<Integer> {

    /** For recovery and agents, beside a pool's spare ones. */
    private static final int SPARE_CONNECTIONS = 8;

    @Mixin
    private LoadFlags flags = new LoadFlags();

    @Option(names = "--read-only-second", description = "The second database is only asked for a balance.")
    private boolean secondOnlyReads;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            defaultValue = "0ms",
            description = "Added to each round trip to the databases, as 1ms or 500us (default ${DEFAULT-VALUE}).")
    private String delay = "0ms";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchOutput output = new BenchOutput(Objects.requireNonNull(spec).commandLine());
        LoadOptions options = output.checked(() -> flags.options(List.of(SystemName.values())));
        Duration added = output.checked(() -> Delay.parse(delay));
        try (Teardown teardown = new Teardown()) {
            ScratchFolder folder = teardown.add(ScratchFolder.createIn(flags.folder()));
            output.talk().say("Starting two PostgreSQL servers in %s ...", folder.path());
            BankServers servers = BankServers.start(
                    folder.path(),
                    Collections.max(options.threads()) + SPARE_CONNECTIONS,
                    added,
                    secondOnlyReads,
                    teardown);
            servers.tidyUp();
            Report report = new Comparison(Workload.PG, servers.bank(), options, folder.path(), output.talk())
                    .run(workload(added), servers::tidyUp);
            output.write(report, MachineFacts.of(folder.path()), options.describe(), flags);
            return 0;
        }
    }

    private String workload(Duration added) {
        return Workload.PG + (secondOnlyReads ? "-read-only-second" : "") + (added.isZero() ? "" : "-delay-" + delay);
    }
}
