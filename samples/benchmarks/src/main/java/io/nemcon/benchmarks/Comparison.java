package io.nemcon.benchmarks;

import io.nemcon.benchmarks.load.LoadConfig;
import io.nemcon.benchmarks.load.LoadFigures;
import io.nemcon.benchmarks.load.LoadProcess;
import io.nemcon.benchmarks.load.Workload;
import io.nemcon.benchmarks.system.Bank;
import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.demo.process.TmGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a plan: each turn in a JVM of its own, with TM nodes of its own if the system needs them. */
final class Comparison {

    private static final int NODES = 3;

    private final Workload workload;
    private final LoadOptions options;
    private final Path folder;
    private final Talk talk;

    Comparison(Workload workload, LoadOptions options, Path folder, Talk talk) {
        this.workload = workload;
        this.options = options;
        this.folder = folder;
        this.talk = talk;
    }

    /** What happens between two turns, outside of any measure. */
    interface BetweenTurns {
        void run() throws Exception;
    }

    List<Measure> run(@Nullable Bank bank, BetweenTurns betweenTurns) throws Exception {
        List<Measure> measures = new ArrayList<>();
        RoundPlan plan = RoundPlan.of(options.rounds(), options.systems(), options.threads());
        for (RoundPlan.Turn turn : plan.turns()) {
            Measure measure = measure(turn, bank, measures.size());
            measures.add(measure);
            betweenTurns.run();
            talk.say(
                    "[%d/%d] round %d, %s, %d threads: %,.0f tps, p50 %.3f ms, p99 %.3f ms",
                    measures.size(),
                    plan.turns().size(),
                    turn.round(),
                    turn.system(),
                    turn.threads(),
                    measure.tps(),
                    measure.figures().p50Ms(),
                    measure.figures().p99Ms());
        }
        return measures;
    }

    private Measure measure(RoundPlan.Turn turn, @Nullable Bank bank, int number)
            throws IOException, InterruptedException {
        Path own = folder.resolve("measure-" + number);
        Files.createDirectories(own);
        try {
            if (!turn.system().needsGroup()) {
                return measure(turn, bank, own, null);
            }
            try (TmGroup group = TmGroup.start(own, NODES, LoadProcess.JVM_OPTIONS)) {
                return measure(turn, bank, own, group);
            }
        } finally {
            ScratchFolder.delete(own);
        }
    }

    private Measure measure(RoundPlan.Turn turn, @Nullable Bank bank, Path own, @Nullable TmGroup group)
            throws IOException, InterruptedException {
        LoadConfig config = new LoadConfig(
                workload,
                turn.system(),
                turn.threads(),
                options.warmupSeconds(),
                options.seconds(),
                own.resolve("log"),
                group == null ? null : group.endpoints(),
                bank);
        NodesCpu nodes = new NodesCpu(
                group == null
                        ? List.of()
                        : group.processes().stream().map(ChildProcess::pid).toList());
        LoadFigures figures = LoadProcess.run(config, own, nodes);
        return new Measure(turn, figures, nodes.seconds());
    }

    /** Processor time of the TM nodes between the edges of the measured time. */
    private static final class NodesCpu implements LoadProcess.Edges {

        private final List<Long> pids;
        private double atBegin;
        private double seconds;

        NodesCpu(List<Long> pids) {
            this.pids = pids;
        }

        @Override
        public void began() {
            atBegin = ProcessorTime.of(pids);
        }

        @Override
        public void ended() {
            seconds = ProcessorTime.of(pids) - atBegin;
        }

        double seconds() {
            return seconds;
        }
    }
}
