package io.nemcon.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nemcon bench report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Writes tables and charts of earlier results into the documentation: performance.md and img/.",
            "",
            "Example: nemcon bench report tm.json pg.json crash.json --docs docs"
        })
final class ReportCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "What --out of the other commands wrote.")
    private List<Path> files = List.of();

    @Option(
            names = "--docs",
            paramLabel = "DIR",
            defaultValue = "docs",
            description = "The folder with performance.md (default ${DEFAULT-VALUE}).")
    private Path docs = Path.of("docs");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<ResultFile> results = new ArrayList<>();
        for (Path file : files) {
            results.add(ResultFile.read(file));
        }
        new PerformancePage(docs).write(results);
        new BenchOutput(Objects.requireNonNull(spec).commandLine())
                .talk()
                .say("%s holds the figures now.", docs.resolve("performance.md"));
        return 0;
    }
}
