package io.nemcon.benchmarks.load;

import io.nemcon.benchmarks.system.Bank;
import io.nemcon.benchmarks.system.SystemUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An app that is there until it is killed. With no threads it only recovers what others left. */
public final class AppMain {

    /** Said once it works, or recovers. */
    public static final String READY = "ready";

    private static final Logger LOG = LoggerFactory.getLogger(AppMain.class);

    private AppMain() {}

    /** @param arguments the file of a {@link LoadConfig} */
    public static void main(String[] arguments) {
        try {
            run(LoadConfig.load(Path.of(arguments[0])));
        } catch (Exception failed) { // the outer edge of a process
            LOG.error("the app cannot go on", failed);
            System.exit(1);
        }
    }

    private static void run(LoadConfig config) throws Exception {
        Bank bank = Objects.requireNonNull(config.bank(), "an app has databases");
        SystemUnderTest system = config.system().open(config.folder(), config.endpoints(), config.threadsMax());
        if (config.threads().isEmpty()) {
            system.recover(bank);
        } else {
            work(config, system);
        }
        System.out.println(READY);
        System.out.flush();
        new CountDownLatch(1).await(); // until it is killed, or its parent has gone
    }

    private static void work(LoadConfig config, SystemUnderTest system) throws Exception {
        LoadClock endless = new LoadClock();
        List<LoadThread> threads = new ArrayList<>();
        for (int i = 1; i <= config.threadsMax(); i++) {
            threads.add(new LoadThread("load-" + i, config.workload().loop(system, config.bank()), endless));
        }
        threads.forEach(LoadThread::start);
    }
}
