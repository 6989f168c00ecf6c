package io.nemcon.samples.torture.matrix;

import io.nemcon.node.host.CrashPoint;
import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.demo.process.Leash;
import io.nemcon.samples.demo.process.Signals;
import io.nemcon.samples.torture.point.Action;
import io.nemcon.samples.torture.point.Parent;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One life of a process of the matrix, and the talk with it. Thread-safe. */
final class Child implements AutoCloseable {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final ChildProcess process;
    private final Consumer<String> others;
    private boolean ready;
    private int answers;
    private @Nullable CrashPoint passed;

    /** @param others hears what is not about points */
    Child(ChildProcess process, Consumer<String> others) {
        this.process = process;
        this.others = others;
        Thread reader = new Thread(this::read, process.name() + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.output()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line);
            }
        } catch (IOException e) {
            // It has ended, and its pipe with it.
        }
        synchronized (this) {
            notifyAll();
        }
    }

    private void hear(String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case Parent.READY, Parent.ARMED, Parent.DISARMED, Parent.PASSED -> {
                synchronized (this) {
                    switch (words[0]) {
                        case Parent.READY -> ready = true;
                        case Parent.PASSED -> passed = CrashPoint.valueOf(words[1]);
                        default -> answers++;
                    }
                    notifyAll();
                }
            }
            default -> others.accept(line);
        }
    }

    ChildProcess process() {
        return process;
    }

    synchronized boolean isReady() {
        return ready && process.isAlive();
    }

    synchronized boolean hasPassed(CrashPoint point) {
        return passed == point;
    }

    /** Waits until the next thread that passes the point will be struck. */
    void arm(CrashPoint point, Action action) throws InterruptedException {
        int before;
        synchronized (this) {
            before = answers;
            passed = null;
        }
        tell(Parent.ARM + " " + point + " " + action);
        await(() -> answers > before, ANSWER_TIMEOUT);
    }

    void disarm() throws InterruptedException {
        int before;
        synchronized (this) {
            before = answers;
        }
        tell(Parent.DISARM);
        await(() -> answers > before || !process.isAlive(), ANSWER_TIMEOUT);
    }

    boolean awaitPassed(CrashPoint point, Duration timeout) throws InterruptedException {
        return await(() -> passed == point, timeout);
    }

    boolean awaitReady(Duration timeout) throws InterruptedException {
        return await(() -> ready || !process.isAlive(), timeout) && isReady();
    }

    private synchronized boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            wait(Math.min(leftMs, 100)); // the process's end notifies nobody
        }
        return true;
    }

    void tell(String line) {
        process.tell(line);
    }

    /** It runs no instruction for so long, and goes on then where it stood still. */
    void pause(Duration length) throws IOException, InterruptedException {
        List<Long> pid = List.of(process.pid());
        try (Leash whilePaused = Leash.resume(pid)) {
            Signals.STOP.send(pid);
            Thread.sleep(length.toMillis());
            Signals.CONT.send(pid);
        }
        tell(Parent.RESUME);
    }

    @Override
    public void close() {
        process.expectEnd();
        process.kill();
    }
}
