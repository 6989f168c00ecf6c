package io.nemcon.server.cli.operator;

import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.OperatorCommand;
import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Option;

/** Who asks for a change, and why: both are kept in the log. */
final class Person {

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why; kept with the decision. One line of at most 500 characters.")
    private String reason = "";

    @Option(
            names = "--who",
            paramLabel = "NAME",
            description = "Who; kept with the decision (default: the user of this machine, at its name).")
    private String who = "";

    /** @throws IllegalArgumentException if the words are too long, or not one line */
    Command.FromOperator asks(OperatorCommand body) {
        return new Command.FromOperator(who.isEmpty() ? userAtHost() : who, reason, body);
    }

    private static String userAtHost() {
        String user = Text.clean(System.getProperty("user.name", "unknown"));
        try {
            return Text.cut(user + "@" + InetAddress.getLocalHost().getHostName(), Command.FromOperator.WHO_LENGTH_MAX);
        } catch (UnknownHostException nameless) {
            return Text.cut(user, Command.FromOperator.WHO_LENGTH_MAX);
        }
    }
}
