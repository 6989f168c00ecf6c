package io.nemcon.benchmarks.load;

import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.demo.process.JvmLaunch;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs a system's measures in a JVM of their own, so that no system profits or suffers from what another one left. */
public final class LoadProcess {

    /** The same for every system; the heap is large enough that none of them collects for want of room. */
    public static final List<String> JVM_OPTIONS =
            List.of("-Xms512m", "-Xmx1g", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError");

    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

    /** What the parent does at the edges of each measured time. */
    public interface Edges {

        void began() throws IOException;

        void ended() throws IOException;

        /** What the measure gave that ended last. */
        void gave(LoadFigures figures);
    }

    private LoadProcess() {}

    /**
     * Blocks until it has ended.
     *
     * @param folder where its own files go, which must be there; the system's log goes where the configuration says
     * @throws IOException if it ended before its last measure; the message tells its last words
     */
    public static void run(LoadConfig config, Path folder, JvmLaunch launch, Edges edges)
            throws IOException, InterruptedException {
        Path file = folder.resolve("load.properties");
        config.store(file);
        Path log = folder.resolve("load.err");
        try (ChildProcess process = ChildProcess.start(
                config.system().toString(), log, launch, LoadMain.class.getName(), List.of(file.toString()))) {
            int measures = read(process, edges);
            process.awaitEnd(END_TIMEOUT);
            if (measures < config.threads().size()) {
                throw new IOException("figures of " + measures + " measures only, of "
                        + config.threads().size() + ": " + process.obituary());
            }
        }
    }

    private static int read(ChildProcess process, Edges edges) throws IOException {
        int measures = 0;
        try (BufferedReader lines = process.output()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                LoadFigures figures = LoadFigures.parse(line);
                if (line.equals(LoadMain.MEASURING)) {
                    edges.began();
                } else if (line.equals(LoadMain.MEASURED)) {
                    edges.ended();
                } else if (figures != null) {
                    edges.gave(figures);
                    measures++;
                }
            }
        }
        return measures;
    }
}
