package io.nemcon.benchmarks.load;

import io.nemcon.samples.demo.process.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An app in a process of its own, to be killed. Used by one thread. */
public record AppProcess(ChildProcess process) implements AutoCloseable {

    /**
     * Returns once it works, or recovers.
     *
     * @param folder where its own files go
     * @throws IOException if it ended before that; the message tells its last words
     */
    public static AppProcess start(String name, LoadConfig config, Path folder) throws IOException {
        Path file = folder.resolve(name + ".properties");
        config.store(file);
        ChildProcess process = ChildProcess.start(
                name,
                folder.resolve(name + ".err"),
                LoadProcess.JVM_OPTIONS,
                AppMain.class.getName(),
                List.of(file.toString()));
        try {
            awaitReady(process);
            return new AppProcess(process);
        } catch (IOException e) {
            process.close();
            throw e;
        }
    }

    /** It says nothing after that, so nobody needs to read on. */
    private static void awaitReady(ChildProcess process) throws IOException {
        BufferedReader lines = process.output();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals(AppMain.READY)) {
                return;
            }
        }
        throw new IOException("an app did not start: " + process.obituary());
    }

    /** SIGKILL. Returns when it is gone. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
