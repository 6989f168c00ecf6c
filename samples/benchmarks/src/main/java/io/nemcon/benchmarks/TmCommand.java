package io.nemcon.benchmarks;

import io.nemcon.benchmarks.load.Workload;
import io.nemcon.benchmarks.system.SystemName;
import io.nemcon.samples.demo.Teardown;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nemcon bench tm}. */
@Command(
        name = "tm",
        mixinStandardHelpOptions = true,
        description = {
            "What a transaction costs by itself: two resources that do nothing, begun, enlisted and committed.",
            "",
            "At the defaults it takes about 15 minutes. Let nothing else run meanwhile."
        })
final class TmCommand implements Callable<Integer> {

    @Mixin
    private LoadFlags flags = new LoadFlags();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchOutput output = new BenchOutput(Objects.requireNonNull(spec).commandLine());
        LoadOptions options = output.checked(() -> flags.options(SystemName.managers()));
        try (Teardown teardown = new Teardown()) {
            ScratchFolder folder = teardown.add(ScratchFolder.createIn(flags.folder()));
            Report report = new Comparison(Workload.TM, null, options, folder.path(), output.talk())
                    .run(Workload.TM.toString(), () -> {});
            output.write(report, MachineFacts.of(folder.path()), options.describe(), flags);
            return 0;
        }
    }
}
