package io.nemcon.samples.demo.database;

import io.nemcon.samples.demo.process.Leash;
import io.nemcon.samples.demo.process.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of one PostgreSQL server, over all its lives: ended in order or by SIGKILL, started again by the command that
 * started them first, stopped for a while. One thread at a time.
 */
public final class PostmasterLives implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostmasterLives.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private static final String ROOT = "root";

    private final String name;
    private final List<String> command;
    private final Path log;
    private ProcessHandle postmaster;
    private Leash leash;

    private PostmasterLives(String name, List<String> command, Path log, ProcessHandle postmaster, Leash leash) {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = log;
        this.postmaster = postmaster;
        this.leash = leash;
    }

    static PostmasterLives first(String name, ProcessHandle postmaster, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        if (ROOT.equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
        }
        String program = postmaster.info().command().orElse("");
        command.add(program);
        command.addAll(List.of(postmaster.info().arguments().orElse(new String[0])));
        return new PostmasterLives(
                name, program.isEmpty() ? List.of() : command, log, postmaster, Leash.interrupt(postmaster.pid()));
    }

    public boolean isAlive() {
        return postmaster.isAlive();
    }

    /** Ends it by SIGINT, by which it waits for no client. */
    public void stop() throws IOException {
        Signals.INT.send(List.of(postmaster.pid()));
        awaitEnd(List.of(postmaster));
        leash.close();
    }

    /** SIGKILL to all its processes. What it had not forced to disk is the operating system's, and stays. */
    public void crash() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(all);
        leash.close();
    }

    /** Starts it again on its data and its port; it takes connections a little later. */
    public void startAgain() throws IOException {
        if (command.isEmpty()) {
            throw new IOException(name + " cannot be started again: this system does not tell its command");
        }
        ProcessBuilder.Redirect toLog = ProcessBuilder.Redirect.appendTo(log.toFile());
        Process started = new ProcessBuilder(command)
                .redirectOutput(toLog)
                .redirectError(toLog)
                .start();
        postmaster = started.toHandle();
        leash = Leash.interrupt(postmaster.pid());
    }

    /** Its processes now. The postmaster comes first: a stopped one makes no others. */
    public List<Long> pids() {
        return all().stream().map(ProcessHandle::pid).toList();
    }

    private List<ProcessHandle> all() {
        return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    }

    private void awaitEnd(List<ProcessHandle> processes) {
        try {
            for (ProcessHandle one : processes) {
                one.onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (TimeoutException e) {
            LOG.warn("{}: PostgreSQL did not stop within {} s, killing it", name, STOP_TIMEOUT.toSeconds());
            processes.forEach(ProcessHandle::destroyForcibly);
        } catch (ExecutionException e) {
            LOG.warn("{}: PostgreSQL, pid {}, did not stop cleanly", name, postmaster.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end that somebody asked of it, and kills it if that does not come. */
    @Override
    public void close() {
        awaitEnd(List.of(postmaster));
        leash.close();
    }
}
