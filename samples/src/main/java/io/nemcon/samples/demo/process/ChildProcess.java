package io.nemcon.samples.demo.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java process of the demo, with the demo's own class path. Its standard error goes to a file. Thread-safe.
 *
 * <p>It ends with this process, also when this one is killed: see {@link Leash}.
 */
public final class ChildProcess implements AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final int TAIL_LINES = 15;

    private final String name;
    private final Path log;
    private final Process process;
    private final Leash leash;
    private volatile boolean endIsExpected;

    private ChildProcess(String name, Path log, Process process) throws IOException {
        this.name = name;
        this.log = log;
        this.process = process;
        this.leash = Leash.kill(process.pid());
    }

    /**
     * Starts one.
     *
     * @param log where its standard error goes
     * @param main name of the class to run
     */
    public static ChildProcess start(
            String name, Path log, List<String> jvmOptions, String main, List<String> arguments) throws IOException {
        return start(name, log, JvmLaunch.plain(jvmOptions), main, arguments);
    }

    /** The same, launched in this way. */
    public static ChildProcess start(String name, Path log, JvmLaunch launch, String main, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(launch.wrapper());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launch.options());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // What a person set for nodes and clients of their own is not meant for these.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("NEMCON_"));
        Process process = builder.start();
        return new ChildProcess(name, log, process);
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it writes to standard output. Somebody must read this to its end, or the process will stand still. */
    public BufferedReader output() {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    /** Reads its standard output and throws it away. */
    public void ignoreOutput() {
        Thread reader = new Thread(this::drain, name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void drain() {
        try (InputStream in = process.getInputStream()) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The process has ended, and its pipe with it.
        }
    }

    /** Writes a line to its standard input; nothing if it has ended. */
    public void tell(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            // It has ended; whoever waits for it will see that.
        }
    }

    /** From now on its end is nothing to report. */
    public void expectEnd() {
        endIsExpected = true;
    }

    /** SIGKILL. Returns when the process is gone; it then runs no instruction more. */
    public void kill() {
        endIsExpected = true;
        process.destroyForcibly();
        process.onExit().join();
        leash.close();
    }

    /** Whether it ended, and nobody had asked it to. */
    public boolean endedByItself() {
        return !endIsExpected && !process.isAlive();
    }

    /** Waits for its end; false if it still runs after this time. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** For people: how it ended, and the last lines it wrote to standard error. */
    public String obituary() {
        String how = process.isAlive() ? "is still running" : "ended with exit code " + process.exitValue();
        return name + " (pid " + pid() + ") " + how + "; the end of " + log + ":\n" + tail();
    }

    public String tail() {
        try {
            List<String> lines =
                    Files.readString(log, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException | UncheckedIOException e) {
            return "(cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Asks it to end, and kills it if it does not within a few seconds. Idempotent. */
    @Override
    public void close() {
        endIsExpected = true;
        process.destroy();
        try {
            if (!awaitEnd(STOP_TIMEOUT)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process.onExit().join();
        leash.close();
    }
}
