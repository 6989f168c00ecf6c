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

/** Runs a plan: each turn in a JVM of its own, with TM nodes of its own if the system needs them. */
final class Comparison {

    private static final int NODES = 3;
    private static final int COUNTING_SECONDS = 2;

    private final Workload workload;
    private final @Nullable Bank bank;
    private final LoadOptions options;
    private final Path folder;
    private final Talk talk;
    private int turnsBegun;

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
        for (RoundPlan.Turn turn : turns) {
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
        return Report.of(name, measures, countForces(betweenTurns));
    }

    private Measure measure(RoundPlan.Turn turn) throws IOException, InterruptedException {
        Path own = ownFolder();
        try {
            return run(turn, own, options.warmupSeconds(), options.seconds(), JvmLaunch.plain(LoadProcess.JVM_OPTIONS));
        } finally {
            ScratchFolder.delete(own);
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
