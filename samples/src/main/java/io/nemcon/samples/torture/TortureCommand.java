package io.nemcon.samples.torture;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.nemcon.samples.demo.Teardown;
import io.nemcon.samples.torture.matrix.Choice;
import io.nemcon.samples.torture.plan.FaultPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nemcon torture}: is it still right when everything goes wrong? */
@Command(
        name = "torture",
        mixinStandardHelpOptions = true,
        description = {
            "Runs transactions over two databases while processes are killed and paused, databases crash, and the network between "
                    + "any two drops, delays, doubles and swallows; then heals everything, and checks the history.",
            "",
            "A seed gives the same plan of faults each time. What the processes do under it is theirs, so a failure may need "
                    + "several runs to come again. Needs Linux or macOS (MariaDB: Linux), database servers that Maven brings, and "
                    + "the loopback address; takes about 30 seconds more than --seconds."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every check holds",
            "1:a check failed, or something did not start or died by itself",
            "2:wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  nemcon torture --matrix --cells CLIENT_PREPARED/crash",
            "  nemcon torture",
            "  nemcon torture --seconds 600 --seed 17",
            "  nemcon torture --db mixed",
            "  nemcon torture --seconds 20 --json"
        })
public final class TortureCommand implements Callable<Integer> {

    static final int SECONDS_MIN = 5;
    static final int SECONDS_MAX = 86_400;

    /** Told of a run that says nothing about Nemcon. */
    static final String NOTHING_CHECKED =
            "Nothing was committed in this run, so nothing was checked: the machine is too busy, or the run too short.";

    private static final int FAILED = 1;
    private static final int SEEDS = 1_000_000;
    private static final int ANOMALIES_TOLD_MAX = 20;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long faults strike (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--seed", paramLabel = "S", description = "Of the plan of faults (default: drawn, and told).")
    private @Nullable Long seed;

    @Option(
            names = "--db",
            defaultValue = "postgres",
            description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}). mixed: the second one is MariaDB.")
    private Db db = Db.postgres;

    @Option(names = "--matrix", description = "Run the crash matrix in place of a plan of faults: see docs/torture.md.")
    private boolean matrix;

    @Option(
            names = "--cells",
            paramLabel = "REGEX",
            defaultValue = "",
            description = "With --matrix: only cells whose name, POINT/ACTION/ROLE, it is found in.")
    private Pattern cells = Pattern.compile("");

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "1",
            description = "With --matrix: one cell in N, chosen by --seed.")
    private int sample;

    @Option(names = "--list", description = "With --matrix: print the cells and do nothing.")
    private boolean list;

    @Option(names = "--plan", description = "Print the plan and do nothing.")
    private boolean planOnly;

    @Option(names = "--keep", description = "Keep the folder with logs and histories also if all is well.")
    private boolean keep;

    @Option(names = "--json", description = "Write the result to standard output as one JSON object on the last line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private final List<String> jvmOptions;

    public TortureCommand() {
        this(List.of());
    }

    /** With more options for the JVMs of all nodes and apps. */
    TortureCommand(List<String> jvmOptions) {
        this.jvmOptions = List.copyOf(jvmOptions);
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        if (matrix) {
            return runMatrix(command);
        }
        if (seconds < SECONDS_MIN || seconds > SECONDS_MAX) {
            throw new ParameterException(
                    command, "--seconds takes " + SECONDS_MIN + " to " + SECONDS_MAX + ", not " + seconds);
        }
        long drawn = seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
        FaultPlan plan = Torture.plan(drawn, seconds);
        if (planOnly) {
            print(command.getOut(), plan);
            return 0;
        }
        quietly();
        TortureResult result = run(plan, new Progress(command.getErr()));
        if (result != null) {
            report(result, command.getOut());
        }
        return result != null && result.ok() ? 0 : FAILED;
    }

    private int runMatrix(CommandLine command) throws InterruptedException {
        if (list) {
            MatrixRun.list(command.getOut());
            return 0;
        }
        long drawn = seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
        Choice choice = new Choice(cells, sample, drawn, Integer.MAX_VALUE, SECONDS_MAX);
        if (sample < 1 || choice.cells().isEmpty()) {
            throw new ParameterException(command, "no cell is called like " + cells + ", or --sample is below 1");
        }
        quietly();
        return new MatrixRun(choice, new Progress(command.getErr())).run(json, keep, command.getOut()) ? 0 : FAILED;
    }

    /** This process asks nodes and databases that it has killed: that they do not answer is no news. */
    private static void quietly() {
        for (String name : new String[] {"io.nemcon.wire.client", "com.zaxxer.hikari"}) {
            if (LoggerFactory.getLogger(name) instanceof Logger logger) {
                logger.setLevel(Level.ERROR);
            }
        }
    }

    /** Null if there is no result; then what went wrong was said. */
    private @Nullable TortureResult run(FaultPlan plan, Progress progress) throws InterruptedException {
        try (Teardown teardown = new Teardown()) {
            RunFolder folder = teardown.add(new RunFolder());
            TortureResult result = null;
            try {
                result = new Torture(plan, Torture.setting(db, seconds, jvmOptions), folder.path(), progress, teardown)
                        .run();
                tellWrongs(result, folder, progress);
            } catch (IOException | SQLException | RuntimeException e) {
                if (teardown.interrupted()) {
                    return null;
                }
                progress.say("nemcon torture: " + e);
            }
            if (keep || result == null || !result.ok()) {
                folder.keep();
                progress.say("Logs, histories, databases and the faults (faults.log) are kept in " + folder.path());
            }
            if (result == null || !result.ok()) {
                progress.say("Once more with these faults: ./nemcon torture --seconds " + seconds + " --seed "
                        + plan.seed() + (db == Db.postgres ? "" : " --db " + db));
            }
            return result;
        } catch (IOException e) {
            progress.say("nemcon torture: " + e.getMessage());
            return null;
        }
    }

    private static void tellWrongs(TortureResult result, RunFolder folder, Progress progress) throws IOException {
        if (result.ok()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        if (result.committed() == 0) {
            lines.add(NOTHING_CHECKED);
        }
        lines.addAll(wrongAfterwards(result.aftermath()));
        result.failures().forEach(failure -> lines.add("The run could not do what it had planned: " + failure));
        result.anomalies().stream().limit(ANOMALIES_TOLD_MAX).forEach(one -> lines.add(one.toString()));
        if (result.anomalies().size() > ANOMALIES_TOLD_MAX) {
            lines.add("... and " + (result.anomalies().size() - ANOMALIES_TOLD_MAX) + " more like these.");
        }
        lines.add("Times are seconds since " + result.began() + ".");
        lines.addAll(result.stories());
        lines.add("");
        lines.forEach(progress::say);
        Files.write(folder.path().resolve("report.txt"), lines);
    }

    private static List<String> wrongAfterwards(Aftermath aftermath) {
        List<String> lines = new ArrayList<>();
        aftermath.idle().forEach(app -> lines.add(app + " committed nothing more once everything was healed."));
        if (aftermath.unfinished() > 0) {
            lines.add(aftermath.unfinished() + " decided transactions have branches that nobody reports finished.");
        }
        if (aftermath.incidents() > 0) {
            lines.add(aftermath.incidents() + " incidents wait for a person; the nodes' logs name them ('incident').");
        }
        return lines;
    }

    private static void print(PrintWriter out, FaultPlan plan) {
        plan.faults().forEach(out::println);
        out.flush();
    }

    private void report(TortureResult result, PrintWriter out) {
        if (json) {
            out.println(JsonReport.of(result));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%s: %,d committed, %,d rolled back, %,d unknown; %d faults%n"
                            + "Money wrong: %d. Told and not so: %d. No order of all transactions: %d. Left prepared: %d. "
                            + "Left unfinished: %d. Incidents: %d. Idle apps: %d. Prepared and hidden until a restart: %d.%n"
                            + "Longest from a leader's end to the next commit: %s; from an app's end to nothing left of it: %s.%n",
                    result.ok() ? "OK" : "NOT OK",
                    result.committed(),
                    result.rolledBack(),
                    result.unknown(),
                    result.faults().values().stream().mapToInt(count -> count).sum(),
                    result.bankSum(),
                    result.toldVersusThere(),
                    result.cycles(),
                    result.aftermath().preparedLeft(),
                    result.aftermath().unfinished(),
                    result.aftermath().incidents(),
                    result.aftermath().idle().size(),
                    result.aftermath().hidden(),
                    ms(result.failoverMaxMs()),
                    ms(result.resolveMaxMs()));
        }
        out.flush();
    }

    private static String ms(OptionalLong value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%,d ms", value.getAsLong()) : "not seen";
    }
}
