package io.nemcon.server.cli.operator;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code nemcon resource}: databases and queues that the group knows, and who looks after them. */
@Command(
        name = "resource",
        mixinStandardHelpOptions = true,
        description = "Lists and shows resources: their agents, last full scan, unfinished branches and incidents.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ResourceListCommand.class, ResourceShowCommand.class, HelpCommand.class})
public final class ResourceCommand {}
