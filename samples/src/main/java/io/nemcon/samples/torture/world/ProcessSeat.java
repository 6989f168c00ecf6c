package io.nemcon.samples.torture.world;

import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.demo.process.Signals;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A seat of one Java process. Thread-safe. */
abstract sealed class ProcessSeat implements Seat permits NodeSeat, AppSeat {

    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dnemcon.log.level=INFO");

    private final String name;
    private ChildProcess process;

    /** How an earlier life ended, if by itself; empty if none did. */
    private String endedBefore = "";

    ProcessSeat(String name, ChildProcess first) {
        this.name = name;
        this.process = first;
    }

    /** Those that all have, and more. */
    static List<String> options(List<String> more) {
        return Stream.concat(JVM_OPTIONS.stream(), more.stream()).toList();
    }

    /** The next life. */
    abstract ChildProcess start() throws IOException;

    @Override
    public final String name() {
        return name;
    }

    synchronized ChildProcess process() {
        return process;
    }

    @Override
    public void kill() {
        noteEnd();
        process().kill();
    }

    /** Before it is ended, or started again: what comes after would hide it. */
    private synchronized void noteEnd() {
        if (process.endedByItself()) {
            endedBefore = process.obituary();
        }
    }

    @Override
    public void stop() {
        process().close();
    }

    @Override
    public void pause() throws IOException {
        Signals.STOP.send(List.of(process().pid()));
    }

    @Override
    public void resume() throws IOException {
        if (process().isAlive()) {
            Signals.CONT.send(List.of(process().pid()));
        }
    }

    @Override
    public synchronized void startAgain() throws IOException {
        if (!process.isAlive()) {
            noteEnd();
            process = start();
        }
    }

    @Override
    public synchronized String obituary() {
        noteEnd();
        return endedBefore;
    }

    @Override
    public void close() {
        process().close();
    }
}
