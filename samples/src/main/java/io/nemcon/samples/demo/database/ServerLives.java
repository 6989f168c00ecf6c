package io.nemcon.samples.demo.database;

import io.nemcon.samples.demo.process.Leash;
import io.nemcon.samples.demo.process.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of one database server, over all its lives: ended in order or by SIGKILL, started again by the command that
 * started them first, stopped for a while. One thread at a time.
 */
public final class ServerLives implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerLives.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final List<String> command;
    private final Signals ending;
    private final Path log;
    private ProcessHandle server;
    private Leash leash;

    /**
     * @param command that starts it; empty if that is not known
     * @param ending the signal by which it ends in order, waiting for no client
     * @param server its first life, which runs
     */
    ServerLives(String name, List<String> command, Signals ending, Path log, ProcessHandle server) throws IOException {
        this.name = name;
        this.command = List.copyOf(command);
        this.ending = ending;
        this.log = log;
        this.server = server;
        this.leash = Leash.on(server.pid(), ending);
    }

    public boolean isAlive() {
        return server.isAlive();
    }

    /** Ends it in order. */
    public void stop() throws IOException {
        ending.send(List.of(server.pid()));
        awaitEnd(List.of(server));
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
        server = started.toHandle();
        leash = Leash.on(server.pid(), ending);
    }

    /** Its processes now. The one that makes the others comes first: a stopped one makes none. */
    public List<Long> pids() {
        return all().stream().map(ProcessHandle::pid).toList();
    }

    private List<ProcessHandle> all() {
        return Stream.concat(Stream.of(server), server.descendants()).toList();
    }

    private void awaitEnd(List<ProcessHandle> processes) {
        try {
            for (ProcessHandle one : processes) {
                one.onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (TimeoutException e) {
            LOG.warn("{} did not stop within {} s, killing it", name, STOP_TIMEOUT.toSeconds());
            processes.forEach(ProcessHandle::destroyForcibly);
        } catch (ExecutionException e) {
            LOG.warn("{}, pid {}, did not stop cleanly", name, server.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end that somebody asked of it, and kills it if that does not come. */
    @Override
    public void close() {
        awaitEnd(List.of(server));
        leash.close();
    }
}
