package io.nemcon.samples.services;

import io.nemcon.samples.demo.process.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A service's process as a test sees it. */
final class RunningService implements AutoCloseable {

    private static final List<String> JVM = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final ChildProcess process;
    private final int port;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    private RunningService(ChildProcess process) throws InterruptedException, IOException {
        this.process = process;
        Thread reader = new Thread(this::read, process.name() + "-output");
        reader.setDaemon(true);
        reader.start();
        String ready = said.poll(2, TimeUnit.MINUTES);
        if (ready == null || !ready.startsWith(ServiceProcess.READY)) {
            throw new IOException(process.obituary());
        }
        this.port = Integer.parseInt(ready.substring(ServiceProcess.READY.length()));
    }

    static RunningService start(String kind, ServiceConfig config, Path folder)
            throws IOException, InterruptedException {
        Path file = folder.resolve(config.name() + ".properties");
        config.store(file);
        return new RunningService(ChildProcess.start(
                config.name(),
                folder.resolve(config.name() + ".log"),
                JVM,
                StoppingService.class.getName(),
                List.of(kind, file.toString())));
    }

    private void read() {
        try (BufferedReader lines = process.output()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
            }
        } catch (IOException ended) {
            // and its pipe with it
        }
    }

    int port() {
        return port;
    }

    String log() {
        return process.tail();
    }

    void stopAt(String point) {
        process.tell(StoppingService.ARM + point);
    }

    void goOn() {
        process.tell(StoppingService.GO_ON);
    }

    /** Whether a thread of it stands still at the point it was told; waits for that. */
    boolean stands(long seconds) throws InterruptedException {
        String line = said.poll(seconds, TimeUnit.SECONDS);
        return line != null && line.startsWith(StoppingHost.PASSED);
    }

    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
