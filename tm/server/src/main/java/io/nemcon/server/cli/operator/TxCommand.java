package io.nemcon.server.cli.operator;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code nemcon tx}: transactions that are not over, and how a person decides one. */
@Command(
        name = "tx",
        mixinStandardHelpOptions = true,
        description = "Lists and shows transactions that are not over; decides one that nobody else can decide.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TxListCommand.class, TxShowCommand.class, TxResolveCommand.class, HelpCommand.class})
public final class TxCommand {}
