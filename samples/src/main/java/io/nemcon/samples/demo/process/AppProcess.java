package io.nemcon.samples.demo.process;

import io.nemcon.samples.demo.app.AppConfig;
import io.nemcon.samples.demo.app.Counts;
import io.nemcon.samples.demo.app.TransferApp;
import io.nemcon.samples.demo.bank.Notes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An app as the demo sees it: told to go and to stop, watched by what it says, judged by its notes. Thread-safe. */
public final class AppProcess implements AutoCloseable {

    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    private final AppConfig config;
    private final ChildProcess process;
    private final CountDownLatch readyOrEnded = new CountDownLatch(1);
    private volatile boolean ready;
    private volatile Counts counts = Counts.NONE;

    private AppProcess(AppConfig config, ChildProcess process) {
        this.config = config;
        this.process = process;
    }

    /** Starts one; its files are in this folder. */
    public static AppProcess start(AppConfig config, Path folder) throws IOException {
        Path file = folder.resolve(config.name() + ".properties");
        config.store(file);
        ChildProcess process = ChildProcess.start(
                config.name(),
                folder.resolve(config.name() + ".log"),
                JVM_OPTIONS,
                TransferApp.class.getName(),
                List.of(file.toString()));
        AppProcess app = new AppProcess(config, process);
        Thread reader = new Thread(app::readOutput, config.name() + "-output");
        reader.setDaemon(true);
        reader.start();
        return app;
    }

    private void readOutput() {
        try (BufferedReader lines = process.output()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Counts told = Counts.parse(line);
                if (told != null) {
                    counts = told;
                } else if (line.equals(TransferApp.READY)) {
                    ready = true;
                    readyOrEnded.countDown();
                }
            }
        } catch (IOException e) {
            // It has ended, and its pipe with it.
        }
        readyOrEnded.countDown();
    }

    public String name() {
        return config.name();
    }

    public ChildProcess process() {
        return process;
    }

    public Counts counts() {
        return counts;
    }

    /** Waits until it has its session and both databases. */
    public void awaitReady(Duration timeout) throws IOException, InterruptedException {
        boolean inTime = readyOrEnded.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (!ready) {
            String why =
                    inTime ? "an app did not start: " : "an app was not ready after " + timeout.toSeconds() + " s: ";
            throw new IOException(why + process.obituary());
        }
    }

    public void go() {
        process.tell(TransferApp.GO);
    }

    /** It ends the transfers it has begun, and then itself. */
    public void stop() {
        process.expectEnd();
        process.tell(TransferApp.STOP);
    }

    /** What it has noted so far; all of it if it has ended. */
    public Notes notes() throws IOException {
        return Notes.read(config.notes());
    }

    @Override
    public void close() {
        process.close();
    }
}
