package io.nemcon.benchmarks;

import io.nemcon.benchmarks.load.LoadConfig;
import io.nemcon.benchmarks.load.LoadFigures;
import io.nemcon.benchmarks.load.LoadProcess;
import io.nemcon.benchmarks.load.Workload;
import io.nemcon.benchmarks.system.Bank;
import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.demo.process.JvmLaunch;
import io.nemcon.samples.demo.process.TmGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a plan: each turn in a JVM of its own, with TM nodes beside it, for all turns of a round, if the system needs them. */
final class Comparison {

    private static final int NODES = 3;
    private static final int NODES_WARMUP_SECONDS = 20;
    private static final int NODES_WARMUP_THREADS = 32;
    private static final int COUNTING_SECONDS = 2;

    private final Workload workload;
    private final @Nullable Bank bank;
    private final LoadOptions options;
    private final Path folder;
    private final Talk talk;
    private int turnsBegun;

    /** The nodes of the turns under way; null between them. */
    private @Nullable TmGroup group;

    Comparison(Workload workload, @Nullable Bank bank, LoadOptions options, Path folder, Talk talk) {
        this.workload = workload;
        this.bank = bank;
        this.options = options;
        this.folder = folder;
        this.talk = talk;
    }

    /** What happens between two turns, outside of any measure. */
    interface BetweenTurns {
        void run() throws Exception;
    }

    /** All rounds, and then the forced writes, which are counted apart. */
    Report run(String name, BetweenTurns betweenTurns) throws Exception {
        List<Measure> measures = new ArrayList<>();
        List<RoundPlan.Turn> turns = RoundPlan.of(options.rounds(), options.systems(), options.threads())
                .turns();
        try {
            measureAll(turns, measures, betweenTurns);
        } finally {
            closeGroup();
        }
        return Report.of(name, measures, countForces(betweenTurns));
    }

    private void measureAll(List<RoundPlan.Turn> turns, List<Measure> measures, BetweenTurns betweenTurns)
            throws Exception {
        for (RoundPlan.Turn turn : turns) {
            if (!turn.system().needsGroup()) {
                closeGroup(); // idle nodes would take processor time from other systems
            }
            Measure measure = measure(turn);
            measures.add(measure);
            betweenTurns.run();
            talk.say(
                    "[%d/%d] round %d, %s, threads %d: %,.0f tps, p50 %.3f ms, p99 %.3f ms",
                    measures.size(),
                    turns.size(),
                    turn.round(),
                    turn.system(),
                    turn.threads(),
                    measure.tps(),
                    measure.figures().p50Ms(),
                    measure.figures().p99Ms());
        }
    }

    private Measure measure(RoundPlan.Turn turn) throws IOException, InterruptedException {
        Path own = ownFolder();
        try {
            JvmLaunch launch = JvmLaunch.plain(LoadProcess.JVM_OPTIONS);
            TmGroup nodes = turn.system().needsGroup() ? warmGroup(turn, launch) : null;
            return run(turn, own, options.warmupSeconds(), options.seconds(), launch, nodes);
        } finally {
            ScratchFolder.delete(own);
        }
    }

    /**
     * TM nodes that have worked for a while. An application's JVM warms up with its own load; three cold nodes beside it on a
     * few processors would take much longer than that, and are not what an application finds.
     */
    private TmGroup warmGroup(RoundPlan.Turn turn, JvmLaunch launch) throws IOException, InterruptedException {
        TmGroup there = group;
        if (there != null) {
            return there;
        }
        TmGroup started = TmGroup.start(ownFolder(), NODES, launch);
        group = started;
        if (options.warmupSeconds() > 0) {
            talk.say("Warming up %d TM nodes for %d s ...", NODES, NODES_WARMUP_SECONDS);
            Path own = ownFolder();
            LoadConfig config = new LoadConfig(
                    Workload.TM,
                    turn.system(),
                    NODES_WARMUP_THREADS,
                    NODES_WARMUP_SECONDS,
                    1,
                    own.resolve("log"),
                    started.endpoints(),
                    null);
            LoadProcess.run(config, own, launch, new MeasuredTime(List.of()));
            ScratchFolder.delete(own);
        }
        return started;
    }

    private void closeGroup() {
        TmGroup there = group;
        group = null;
        if (there != null) {
            there.close();
        }
    }

    /** Empty where they cannot be counted. */
    private Map<RoundPlan.Turn, Double> countForces(BetweenTurns betweenTurns) throws Exception {
        Map<RoundPlan.Turn, Double> forces = new HashMap<>();
        if (!options.countsForces()) {
            return forces;
        }
        if (!ForceTrace.isPossible()) {
            talk.say("Forced writes are not counted: there is no strace, or it may not trace.");
            return forces;
        }
        talk.say("Counting forced writes ...");
        for (RoundPlan.Turn turn :
                RoundPlan.of(1, options.systems(), options.threads()).turns()) {
            Path own = ownFolder();
            try {
                ForceTrace trace = new ForceTrace(own.resolve("forces"));
                Measure counted = run(turn, own, options.warmupSeconds(), COUNTING_SECONDS, trace.launch());
                forces.put(turn, counted.forces(trace));
            } finally {
                ScratchFolder.delete(own);
            }
            betweenTurns.run();
        }
        return forces;
    }

    private Path ownFolder() throws IOException {
        turnsBegun++;
        return Files.createDirectories(folder.resolve("turn-" + turnsBegun));
    }

    private Measure run(RoundPlan.Turn turn, Path own, int warmupSeconds, int seconds, JvmLaunch launch)
            throws IOException, InterruptedException {
        if (!turn.system().needsGroup()) {
            return run(turn, own, warmupSeconds, seconds, launch, null);
        }
        try (TmGroup group = TmGroup.start(own, NODES, launch)) {
            return run(turn, own, warmupSeconds, seconds, launch, group);
        }
    }

    private Measure run(
            RoundPlan.Turn turn, Path own, int warmupSeconds, int seconds, JvmLaunch launch, @Nullable TmGroup group)
            throws IOException, InterruptedException {
        LoadConfig config = new LoadConfig(
                workload,
                turn.system(),
                turn.threads(),
                warmupSeconds,
                seconds,
                own.resolve("log"),
                group == null ? null : group.endpoints(),
                bank);
        MeasuredTime time = new MeasuredTime(
                group == null
                        ? List.of()
                        : group.processes().stream().map(ChildProcess::pid).toList());
        LoadFigures figures = LoadProcess.run(config, own, launch, time);
        return new Measure(turn, figures, time);
    }
}
