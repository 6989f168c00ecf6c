package io.nemcon.samples.demo.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ends a process when this one ends without having done so: after a SIGKILL no shutdown hook runs.
 *
 * <p>A shell waits for a line on a pipe from here. The line comes from {@link #close}; if the pipe ends without one, this
 * process is gone, and the shell sends the signal. Where there is no {@code /bin/sh} there is no leash.
 */
public final class Leash implements AutoCloseable {

    private static final File SHELL = new File("/bin/sh");

    private final @Nullable Process shell;

    private Leash(@Nullable Process shell) {
        this.shell = shell;
    }

    /** Sends SIGKILL. */
    public static Leash kill(long pid) throws IOException {
        return on(Long.toString(pid), "KILL");
    }

    /** Sends the signal by which it ends in order. */
    public static Leash on(long pid, Signals signal) throws IOException {
        return on(Long.toString(pid), signal.name());
    }

    /** Sends SIGCONT to processes that are stopped for a while, so that they can hear their ends too. */
    public static Leash resume(Collection<Long> pids) throws IOException {
        return on(pids.stream().map(String::valueOf).collect(Collectors.joining(" ")), "CONT");
    }

    private static Leash on(String pids, String signal) throws IOException {
        if (!SHELL.canExecute()) {
            return new Leash(null);
        }
        // It shall outlive what a terminal sends, which goes to every process of the demo.
        String script = "trap '' INT HUP TERM; read -r line || kill -" + signal + " " + pids;
        return new Leash(new ProcessBuilder(SHELL.getPath(), "-c", script)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start());
    }

    /** For tests: whether the shell ended within this time. */
    boolean awaitEnd(long timeout, TimeUnit unit) throws InterruptedException {
        return shell == null || shell.waitFor(timeout, unit);
    }

    /** For tests: the pipe's end without a line. */
    void breakAsIfThisProcessHadDied() throws IOException {
        if (shell != null) {
            shell.getOutputStream().close();
        }
    }

    /** Lets go: the process has ended, or may stay. Idempotent. */
    @Override
    public void close() {
        if (shell == null) {
            return;
        }
        try (OutputStream line = shell.getOutputStream()) {
            line.write('\n');
        } catch (IOException e) {
            shell.destroyForcibly(); // no line was sent, so it must not see the pipe's end either
        }
    }
}
