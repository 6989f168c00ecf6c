package io.nemcon.benchmarks.load;

import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.demo.process.JvmLaunch;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one measure in a JVM of its own, so that no system profits or suffers from what another one left. */
public final class LoadProcess {

    /** The same for every system; the heap is large enough that none of them collects for want of room. */
    public static final List<String> JVM_OPTIONS =
            List.of("-Xms512m", "-Xmx1g", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError");

    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

    /** What the parent does at the edges of the measured time. */
    public interface Edges {

        void began() throws IOException;

        void ended() throws IOException;
    }

    private LoadProcess() {}

    /**
     * Blocks until it has ended.
     *
     * @param folder where its own files go, which must be there; the system's log goes where the configuration says
     * @throws IOException if it ended without figures; the message tells its last words
     */
    public static LoadFigures run(LoadConfig config, Path folder, JvmLaunch launch, Edges edges)
            throws IOException, InterruptedException {
        Path file = folder.resolve("load.properties");
        config.store(file);
        Path log = folder.resolve("load.err");
        try (ChildProcess process = ChildProcess.start(
                config.system().toString(), log, launch, LoadMain.class.getName(), List.of(file.toString()))) {
            LoadFigures figures = read(process, edges);
            process.awaitEnd(END_TIMEOUT);
            if (figures == null) {
                throw new IOException("no figures: " + process.obituary());
            }
            return figures;
        }
    }

    private static @Nullable LoadFigures read(ChildProcess process, Edges edges) throws IOException {
        LoadFigures figures = null;
        try (BufferedReader lines = process.output()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(LoadMain.MEASURING)) {
                    edges.began();
                } else if (line.equals(LoadMain.MEASURED)) {
                    edges.ended();
                } else {
                    LoadFigures told = LoadFigures.parse(line);
                    figures = told == null ? figures : told;
                }
            }
        }
        return figures;
    }
}
