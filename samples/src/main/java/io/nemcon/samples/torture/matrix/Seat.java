package io.nemcon.samples.torture.matrix;

import io.nemcon.samples.demo.process.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** The place of a process, over all its lives. One thread, {@link #close} aside. */
final class Seat implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    /** Starts a life of it. */
    interface Launch {
        /** @param armed {@code POINT=ACTION}, from the start on */
        ChildProcess start(String life, List<String> armed) throws IOException;
    }

    private final String name;
    private final Launch launch;
    private final BiConsumer<String, String> others;
    private volatile Child child;
    private int lives = 1;

    /** @param others hears a life's name and what it says that is not about points */
    Seat(String name, Launch launch, BiConsumer<String, String> others) throws IOException {
        this.name = name;
        this.launch = launch;
        this.others = others;
        this.child = live(name + ".1", List.of());
    }

    private Child live(String life, List<String> armed) throws IOException {
        return new Child(launch.start(life, armed), line -> others.accept(life, line));
    }

    String name() {
        return name;
    }

    Child child() {
        return child;
    }

    boolean isAlive() {
        return child.process().isAlive();
    }

    /** SIGKILL; nothing if it is dead. */
    void kill() {
        child.close();
    }

    /** The next life, not waited for; the one before is over. */
    void start(String... armed) throws IOException {
        child.close();
        lives++;
        child = live(name + "." + lives, List.of(armed));
    }

    void startIfDead() throws IOException {
        if (!isAlive()) {
            start();
        }
    }

    void awaitReady() throws IOException, InterruptedException {
        if (!child.awaitReady(START_TIMEOUT)) {
            throw new IOException(name + " is not ready: " + child.process().obituary());
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
