package io.nemcon.samples.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.nemcon.samples.demo.DemoOptions.Db;
import io.nemcon.samples.demo.DemoOptions.Kill;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nemcon demo}: see what Nemcon does, with nothing but this checkout. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Moves money between two databases while the TM's leader, then an app, is killed; then counts the money.",
            "",
            "It starts TM nodes and apps as processes of their own, and the databases too. It needs no network but the "
                    + "loopback address, leaves nothing behind, and takes about 15 seconds more than --seconds."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no money lost or made, every transfer as its app was told, nothing left prepared",
            "1:something of this does not hold, or something did not start",
            "2:wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  nemcon demo",
            "  nemcon demo --seconds 60 --nodes 5 --threads 16",
            "  nemcon demo --kill none --json",
            "  nemcon demo --db mariadb",
            "  nemcon demo --db h2"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int FAILED = 1;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long the apps work (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--db",
            defaultValue = "postgresql",
            description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}). With h2 no app is killed yet.")
    private Db db = Db.postgresql;

    @Option(
            names = "--nodes",
            paramLabel = "1|3|5",
            defaultValue = "3",
            description = "TM nodes (default ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--kill",
            defaultValue = "both",
            description = "Who is killed: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Kill kill = Kill.both;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "8",
            description = "Threads of each app (default ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--keep", description = "Keep the folder with logs, notes and databases, and say where it is.")
    private boolean keep;

    @Option(
            names = "--json",
            description =
                    "Say everything to standard error, and write the result to standard output as one JSON object "
                            + "on the last line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        silenceLostConnections();
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        DemoOptions options = options(command);
        Screen screen = new Screen(
                json ? command.getErr() : command.getOut(), command.getErr(), Screen.standardErrorIsTerminal());
        DemoResult result = run(options, screen);
        if (result != null && json) {
            PrintWriter out = command.getOut();
            out.println(JsonReport.of(result));
            out.flush();
        }
        return result != null && result.ok() ? 0 : FAILED;
    }

    /** This process asks nodes that are still starting, and nodes that it has killed: that they do not answer is no news. */
    private static void silenceLostConnections() {
        if (LoggerFactory.getLogger("io.nemcon.wire.client") instanceof Logger logger) {
            logger.setLevel(Level.ERROR);
        }
    }

    private DemoOptions options(CommandLine command) {
        try {
            return new DemoOptions(seconds, db, nodes, kill, threads, keep);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
    }

    /** Null if there is no result; then what went wrong was said. */
    private static @Nullable DemoResult run(DemoOptions options, Screen screen) throws InterruptedException {
        try (Teardown teardown = new Teardown()) {
            DemoFolder folder = DemoFolder.create(options.keep(), screen);
            teardown.add(folder);
            try {
                DemoResult result = new Demo(options, folder.path(), screen, teardown).run();
                new Summary(result).lines().forEach(screen::say);
                folder.keepIf(!result.ok());
                return result;
            } catch (IOException | SQLException | RuntimeException e) {
                if (!teardown.interrupted()) {
                    folder.keepIf(true);
                    screen.say("nemcon demo: " + e.getMessage());
                }
                return null;
            }
        } catch (IOException e) {
            screen.say("nemcon demo: " + e.getMessage());
            return null;
        }
    }
}
