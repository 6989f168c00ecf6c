package io.nemcon.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import io.nemcon.benchmarks.system.SystemUnderTest;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The measuring process: warms up once, measures with each number of threads, says {@link LoadFigures} of each, ends. One process
 * for all of them, for a JVM that shares two cores with its databases takes most of a minute until it is compiled.
 */
public final class LoadMain {

    /** Said at the moment when the measured time begins. */
    static final String MEASURING = "measuring";

    /** Said at the moment when it ends. */
    static final String MEASURED = "measured";

    private static final Logger LOG = LoggerFactory.getLogger(LoadMain.class);

    /** Of a measure's own work, before it: its connections are new, and the number of threads is another one. */
    private static final int SETTLE_SECONDS = 2;

    /** How much longer is measured on a machine so busy that no transaction has ended in time. */
    private static final int LATE_TENTHS_MAX = 300;

    private static final int TENTH_MS = 100;
    private static final double NANOS_A_MILLI = 1e6;
    private static final double NANOS_A_SECOND = 1e9;

    private LoadMain() {}

    /** @param arguments the file of a {@link LoadConfig} */
    public static void main(String[] arguments) {
        try {
            run(LoadConfig.load(Path.of(arguments[0])));
            System.exit(0);
        } catch (Exception failed) {
            LOG.error("the measure failed", failed);
            System.exit(1);
        }
    }

    private static void run(LoadConfig config) throws Exception {
        try (SystemUnderTest system = config.system().open(config.folder(), config.endpoints(), config.threadsMax())) {
            warmUp(config, system);
            for (int count : config.threads()) {
                LoadClock clock = new LoadClock();
                List<LoadThread> threads = start(count, config, system, clock);
                LoadFigures figures = measure(config, clock, threads);
                finish(threads);
                say(figures.line());
            }
        }
    }

    private static void warmUp(LoadConfig config, SystemUnderTest system) throws Exception {
        LoadClock clock = new LoadClock();
        List<LoadThread> threads = start(config.threadsMax(), config, system, clock);
        TimeUnit.SECONDS.sleep(config.warmupSeconds());
        clock.end();
        finish(threads);
    }

    private static List<LoadThread> start(int count, LoadConfig config, SystemUnderTest system, LoadClock clock)
            throws Exception {
        List<LoadThread> threads = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            threads.add(new LoadThread("load-" + i, config.workload().loop(system, config.bank()), clock));
        }
        threads.forEach(LoadThread::start);
        return threads;
    }

    private static void finish(List<LoadThread> threads) throws Exception {
        for (LoadThread thread : threads) {
            thread.finish();
        }
    }

    private static LoadFigures measure(LoadConfig config, LoadClock clock, List<LoadThread> threads)
            throws InterruptedException {
        TimeUnit.SECONDS.sleep(Math.min(SETTLE_SECONDS, config.warmupSeconds()));
        say(MEASURING);
        long cpuBefore = cpuNs();
        long began = clock.begin();
        TimeUnit.SECONDS.sleep(config.seconds());
        for (int i = 0; i < LATE_TENTHS_MAX && !clock.anyCounted(); i++) {
            TimeUnit.MILLISECONDS.sleep(TENTH_MS);
        }
        long ended = clock.end();
        long cpu = cpuNs() - cpuBefore;
        say(MEASURED);
        Histogram all = new Histogram(LoadThread.DIGITS);
        for (LoadThread thread : threads) {
            all.add(thread.awaitLatencies());
        }
        return new LoadFigures(
                threads.size(),
                all.getTotalCount(),
                (ended - began) / NANOS_A_SECOND,
                all.getValueAtPercentile(50) / NANOS_A_MILLI,
                all.getValueAtPercentile(99) / NANOS_A_MILLI,
                cpu / NANOS_A_SECOND);
    }

    private static long cpuNs() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
