package io.nemcon.samples.torture.world;

import io.nemcon.samples.demo.app.Counts;
import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.torture.app.AppConfig;
import io.nemcon.samples.torture.app.TortureApp;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** An app, or the agent, over all its lives: each is a process, a session and a history of its own. Thread-safe. */
final class AppSeat extends ProcessSeat {

    private final IntFunction<AppConfig> configs;
    private final List<String> jvmOptions;
    private final Path folder;
    private final List<AppConfig> lives;
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();
    private final Map<String, Boolean> ready = new ConcurrentHashMap<>();

    private AppSeat(String name, IntFunction<AppConfig> configs, Path folder, List<String> jvmOptions, AppConfig first)
            throws IOException {
        super(name, launch(first, name, folder, jvmOptions));
        this.configs = configs;
        this.jvmOptions = jvmOptions;
        this.folder = folder;
        this.lives = new CopyOnWriteArrayList<>(List.of(first));
        listen(first.name(), process());
    }

    /**
     * Starts its first life.
     *
     * @param configs of each life, by its number from 1 on
     * @param jvmOptions beyond those of all
     */
    static AppSeat start(String name, IntFunction<AppConfig> configs, Path folder, List<String> jvmOptions)
            throws IOException {
        return new AppSeat(name, configs, folder, jvmOptions, configs.apply(1));
    }

    private static ChildProcess launch(AppConfig config, String name, Path folder, List<String> jvmOptions)
            throws IOException {
        Path file = folder.resolve(config.name() + ".properties");
        config.store(file);
        return ChildProcess.start(
                config.name(),
                folder.resolve(name + ".log"),
                options(jvmOptions),
                TortureApp.class.getName(),
                List.of(file.toString()));
    }

    @Override
    ChildProcess start() throws IOException {
        AppConfig next = configs.apply(lives.size() + 1);
        ChildProcess process = launch(next, name(), folder, jvmOptions);
        lives.add(next);
        listen(next.name(), process);
        return process;
    }

    private void listen(String life, ChildProcess process) {
        Thread reader = new Thread(() -> readOutput(life, process), life + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void readOutput(String life, ChildProcess process) {
        try (BufferedReader lines = process.output()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Counts told = Counts.parse(line);
                if (told != null) {
                    counts.put(life, told);
                } else if (line.equals(TortureApp.READY)) {
                    ready.put(life, true);
                }
            }
        } catch (IOException e) {
            // It has ended, and its pipe with it.
        }
    }

    private AppConfig current() {
        return lives.get(lives.size() - 1);
    }

    @Override
    public String life() {
        return current().name();
    }

    /** Of the life that goes on now. */
    Path history() {
        return current().history();
    }

    /** Whether the life that goes on has opened everything. */
    @Override
    public boolean isUp() {
        return ready.containsKey(life());
    }

    /** What it has said so far, all lives together. */
    Counts counts() {
        return counts.values().stream()
                .reduce(
                        Counts.NONE,
                        (one, other) -> new Counts(
                                one.committed() + other.committed(),
                                one.rolledBack() + other.rolledBack(),
                                one.unknown() + other.unknown()));
    }

    /** The histories of all lives. */
    List<Path> histories() {
        List<Path> files = new ArrayList<>();
        lives.forEach(life -> files.add(life.history()));
        return files;
    }

    /** It ends what it has begun, and then itself. */
    void stopWork() {
        process().expectEnd();
        process().tell(TortureApp.STOP);
    }
}
