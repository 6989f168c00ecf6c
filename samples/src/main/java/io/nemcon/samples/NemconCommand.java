package io.nemcon.samples;

import io.nemcon.agent.cli.AgentCommand;
import io.nemcon.samples.demo.DemoCommand;
import io.nemcon.samples.doctor.DoctorCommand;
import io.nemcon.samples.torture.TortureCommand;
import io.nemcon.server.cli.ServerCommand;
import io.nemcon.server.cli.StatusCommand;
import io.nemcon.server.cli.operator.IncidentCommand;
import io.nemcon.server.cli.operator.ResourceCommand;
import io.nemcon.server.cli.operator.TxCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The root of the command line. It does nothing by itself: without a subcommand it prints its usage and exits with 2.
 *
 * <p>Exit codes of every subcommand: 0 done, 1 failed, 2 wrong usage, 3 no node or
 * database answered or no node leads, 4 may have been done, 5 unhealthy. Data goes to standard output, talk to standard error.
 */
@Command(
        name = "nemcon",
        description = "A highly available distributed transaction coordinator for JDBC.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ServerCommand.class,
            AgentCommand.class,
            StatusCommand.class,
            TxCommand.class,
            IncidentCommand.class,
            ResourceCommand.class,
            DoctorCommand.class,
            TortureCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "'nemcon help COMMAND' explains one command.",
            "'nemcon bench', from a checkout, measures Nemcon beside its peers; 'nemcon bench --help' explains it.",
            "'nemcon simulate', from a checkout, tests it under simulated faults; 'nemcon simulate --help' explains it."
        })
public final class NemconCommand {

    /** Exits with the subcommand's code. A subcommand that serves returns only when it was stopped. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new NemconCommand());
    }
}
