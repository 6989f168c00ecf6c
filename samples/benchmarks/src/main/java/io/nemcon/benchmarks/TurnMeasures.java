package io.nemcon.benchmarks;

import io.nemcon.benchmarks.load.LoadFigures;
import io.nemcon.benchmarks.load.LoadProcess;
import java.util.List;
import java.util.function.Consumer;

/** Hands on each measure of a turn as soon as it is over. Used by one thread. */
final class TurnMeasures implements LoadProcess.Edges {

    private final RoundPlan.Turn turn;
    private final List<Long> nodes;
    private final Consumer<Measure> heard;
    private MeasuredTime time;

    /** @param nodes the process ids of the TM nodes that work for it */
    TurnMeasures(RoundPlan.Turn turn, List<Long> nodes, Consumer<Measure> heard) {
        this.turn = turn;
        this.nodes = nodes;
        this.heard = heard;
        this.time = new MeasuredTime(nodes);
    }

    @Override
    public void began() {
        time = new MeasuredTime(nodes);
        time.began();
    }

    @Override
    public void ended() {
        time.ended();
    }

    @Override
    public void gave(LoadFigures figures) {
        heard.accept(new Measure(turn, figures, time));
    }
}
