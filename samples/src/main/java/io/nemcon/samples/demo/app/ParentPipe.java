package io.nemcon.samples.demo.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * What the demo says to an app over its standard input: {@code go}, then {@code stop}. The pipe's end says stop as well, for
 * then the demo is gone; a process that cannot stop by itself is halted a little later.
 */
public final class ParentPipe {

    private static final Duration HALT_AFTER = Duration.ofSeconds(5);

    private final CountDownLatch go = new CountDownLatch(1);
    private final Consumer<String> others;
    private volatile boolean stopping;

    ParentPipe() {
        this(line -> {});
    }

    /** @param others is given the lines that say something else; on the pipe's own thread */
    public ParentPipe(Consumer<String> others) {
        this.others = others;
    }

    public void start() {
        Thread reader = new Thread(this::read, "parent");
        reader.setDaemon(true);
        reader.start();
    }

    public void awaitGo() throws InterruptedException {
        go.await();
    }

    public boolean stopping() {
        return stopping;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(TransferApp.GO)) {
                    go.countDown();
                } else if (line.equals(TransferApp.STOP)) {
                    stop();
                } else {
                    others.accept(line);
                }
            }
        } catch (IOException e) {
            // As good as the pipe's end.
        }
        stop();
        haltLater();
    }

    private void stop() {
        stopping = true;
        go.countDown();
    }

    private static void haltLater() {
        try {
            Thread.sleep(HALT_AFTER.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
