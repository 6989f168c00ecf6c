package io.nemcon.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code nemcon bench}: without a subcommand it prints its usage and exits with 2. */
@Command(
        name = "nemcon bench",
        description = "Measures Nemcon beside its peers, on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TmCommand.class,
            PgCommand.class,
            CrashCommand.class,
            RecoveryCommand.class,
            ReportCommand.class,
            HelpCommand.class
        },
        footer = {"", "'nemcon bench help COMMAND' explains one command."})
public final class BenchCommand {

    /** Exits with the subcommand's code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** This process asks nodes that are still starting: that they do not answer is no news. */
    private static void silenceLostConnections() {
        if (LoggerFactory.getLogger("io.nemcon.wire.client") instanceof Logger logger) {
            logger.setLevel(Level.ERROR);
        }
    }

    static CommandLine commandLine() {
        silenceLostConnections();
        return new CommandLine(new BenchCommand()).setExecutionExceptionHandler((failed, command, parsed) -> {
            command.getErr().println("nemcon bench: " + failed.getMessage());
            command.getErr().flush();
            return 1;
        });
    }
}
