package io.nemcon.server.cli.operator;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks the group. Data goes to standard output; what failed goes to standard error, with a code that tells. */
abstract class GroupTask implements Callable<Integer> {

    @Mixin
    private GroupOptions group = new GroupOptions();

    @Spec
    private @Nullable CommandSpec spec;

    /**
     * Returns the exit code.
     *
     * @throws IllegalArgumentException if an argument is no good; nothing was asked then
     */
    abstract int run(GroupClient client, PrintWriter out) throws AskFailedException, IOException, InterruptedException;

    @Override
    public final Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        try (GroupClient client = group.connect()) {
            return run(client, out);
        } catch (AskFailedException failed) {
            say(String.valueOf(failed.getMessage()));
            return failed.exitCode();
        } catch (IllegalArgumentException bad) {
            throw new ParameterException(command.commandLine(), String.valueOf(bad.getMessage()));
        } finally {
            out.flush();
        }
    }

    final boolean isJson() {
        return group.isJson();
    }

    /** To the person at the terminal, not to a program that reads the output. */
    final void say(String words) {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        err.println(command.qualifiedName() + ": " + Text.clean(words));
        err.flush();
    }

    /** How to go on after a page that was not the last. */
    final void sayMore(String next) {
        say("there are more; the next page: --after " + next);
    }
}
