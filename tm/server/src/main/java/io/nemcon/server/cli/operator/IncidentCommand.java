package io.nemcon.server.cli.operator;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code nemcon incident}: what agents could not settle. */
@Command(
        name = "incident",
        mixinStandardHelpOptions = true,
        description = "Lists, shows and closes incidents: what an agent can't settle and a person must.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            IncidentListCommand.class,
            IncidentShowCommand.class,
            IncidentCloseCommand.class,
            HelpCommand.class
        })
public final class IncidentCommand {}
