package io.nemcon.samples.indoubt;

import io.nemcon.samples.demo.process.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An {@link InDoubtApp} in a process of its own, to be killed. Used by one thread. */
public record InDoubtProcess(ChildProcess process, BufferedReader lines) implements AutoCloseable {

    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    /**
     * Returns once all is prepared.
     *
     * @throws IOException if it ended before that; the message tells its last words
     */
    public static InDoubtProcess start(InDoubtConfig config, Path folder) throws IOException {
        Path file = folder.resolve(config.name() + ".properties");
        config.store(file);
        ChildProcess process = ChildProcess.start(
                config.name(),
                folder.resolve(config.name() + ".log"),
                JVM_OPTIONS,
                InDoubtApp.class.getName(),
                List.of(file.toString()));
        InDoubtProcess app = new InDoubtProcess(process, process.output());
        try {
            app.await(InDoubtApp.PREPARED);
            return app;
        } catch (IOException e) {
            app.close();
            throw e;
        }
    }

    /** Has every second transaction decided. */
    public void decide() throws IOException {
        process.tell("go");
        await(InDoubtApp.DECIDED);
    }

    private void await(String word) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals(word)) {
                return;
            }
        }
        throw new IOException("an app did not get so far as '" + word + "': " + process.obituary());
    }

    /** SIGKILL. Returns when it is gone. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.kill();
    }
}
