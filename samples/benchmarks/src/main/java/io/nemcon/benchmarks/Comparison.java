package io.nemcon.benchmarks;

import io.nemcon.benchmarks.load.LoadConfig;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a plan: each turn in a JVM of its own, with TM nodes beside it if the system needs them. */
final class Comparison {

    private static final int NODES = 3;
    private static final int COUNTING_SECONDS = 2;
    private static final int COUNTING_WARMUP_SECONDS = 5;

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
        measureAll(RoundPlan.of(options.rounds(), options.systems()).turns(), measures, betweenTurns);
        return Report.of(name, measures, countForces(betweenTurns));
    }

    private void measureAll(List<RoundPlan.Turn> turns, List<Measure> measures, BetweenTurns betweenTurns)
            throws Exception {
        for (RoundPlan.Turn turn : turns) {
            Path own = ownFolder();
            try {
                JvmLaunch launch = JvmLaunch.plain(LoadProcess.JVM_OPTIONS);
                run(turn, own, options.warmupSeconds(), options.seconds(), launch, measure -> {
                    measures.add(measure);
                    tell(
                            measure,
                            measures.size(),
                            turns.size() * options.threads().size());
                });
            } finally {
                ScratchFolder.delete(own);
            }
            betweenTurns.run();
        }
    }

    private void tell(Measure measure, int number, int ofAll) {
        talk.say(
                "[%d/%d] round %d, %s, threads %d: %,.0f tps, p50 %.3f ms, p99 %.3f ms",
                number,
                ofAll,
                measure.turn().round(),
                measure.turn().system(),
                measure.figures().threads(),
                measure.tps(),
                measure.figures().p50Ms(),
                measure.figures().p99Ms());
    }

    /** Empty where they cannot be counted. */
    private Map<Counted, Double> countForces(BetweenTurns betweenTurns) throws Exception {
        Map<Counted, Double> forces = new HashMap<>();
        if (!options.countsForces()) {
            return forces;
        }
        if (!ForceTrace.isPossible()) {
            talk.say("Forced writes are not counted: there is no strace, or it may not trace.");
            return forces;
        }
        talk.say("Counting forced writes ...");
        int warmupSeconds = Math.min(options.warmupSeconds(), COUNTING_WARMUP_SECONDS);
        for (RoundPlan.Turn turn : RoundPlan.of(1, options.systems()).turns()) {
            Path own = ownFolder();
            try {
                ForceTrace trace = new ForceTrace(own.resolve("forces"));
                List<Measure> counted = new ArrayList<>();
                run(turn, own, warmupSeconds, COUNTING_SECONDS, trace.launch(), counted::add);
                for (Measure measure : counted) {
                    forces.put(measure.counted(), measure.forces(trace));
                }
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

    private void run(
            RoundPlan.Turn turn, Path own, int warmupSeconds, int seconds, JvmLaunch launch, Consumer<Measure> heard)
            throws IOException, InterruptedException {
        if (!turn.system().needsGroup()) {
            run(turn, own, warmupSeconds, seconds, launch, null, heard);
            return;
        }
        try (TmGroup group = TmGroup.start(own, NODES, launch)) {
            run(turn, own, warmupSeconds, seconds, launch, group, heard);
        }
    }

    private void run(
            RoundPlan.Turn turn,
            Path own,
            int warmupSeconds,
            int seconds,
            JvmLaunch launch,
            @Nullable TmGroup group,
            Consumer<Measure> heard)
            throws IOException, InterruptedException {
        LoadConfig config = new LoadConfig(
                workload,
                turn.system(),
                options.threads(),
                warmupSeconds,
                seconds,
                own.resolve("log"),
                group == null ? null : group.endpoints(),
                bank);
        List<Long> nodes = group == null
                ? List.of()
                : group.processes().stream().map(ChildProcess::pid).toList();
        LoadProcess.run(config, own, launch, new TurnMeasures(turn, nodes, heard));
    }
}
