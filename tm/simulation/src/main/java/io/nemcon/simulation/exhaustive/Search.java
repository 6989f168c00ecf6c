package io.nemcon.simulation.exhaustive;

import io.nemcon.simulation.check.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Breadth first through all states of a scope. Each step is checked as it is made; and from every state, whatever faults led
 * there, the world must become quiet and clean once no more happen: one step is chosen in each, as a fair world would take
 * sooner or later, and following those must end.
 *
 * <p>Deterministic. Not thread-safe.
 */
public final class Search {

    /** How far it is. */
    public record Progress(long states, long expanded, int depth, double seconds) {

        public long frontier() {
            return states - expanded;
        }
    }

    private static final int TELL_EVERY = 1 << 14;
    private static final double NANOS_A_SECOND = 1e9;

    private final World world;
    private final StateTable table = new StateTable();
    private final Steps steps;
    private final long startNs = System.nanoTime();
    private final Consumer<Progress> progress;

    private int from;
    private long fromHigh;
    private long fromLow;
    private int calmest;
    private int brokenStep = StateTable.NONE;
    private long transitions;
    private int depth;

    private Search(Scope scope, Consumer<Progress> progress) {
        this.world = new World(scope);
        this.steps = new Steps(world, this::take);
        this.progress = progress;
    }

    /** Goes on until every state was seen or a rule is violated. */
    public static Findings of(Scope scope, Consumer<Progress> progress) {
        return new Search(scope, progress).run();
    }

    private Findings run() {
        State first = world.first();
        table.add(first.high(), first.low(), StateTable.NONE, 0);
        int levelEnd = 1;
        for (from = 0; from < table.size(); from++) {
            if (from == levelEnd) {
                depth++;
                levelEnd = table.size();
            }
            expand();
            if (steps.move.broken() != null) {
                return findings(pathTo(from, brokenStep));
            }
            if (from % TELL_EVERY == 0) {
                progress.accept(new Progress(table.size(), from, depth, seconds()));
            }
        }
        List<Integer> restless = restless();
        if (!restless.isEmpty()) {
            steps.move.violated(Rule.P15, "it never becomes quiet: from here on it goes round in a circle");
            return findings(restless);
        }
        return findings(List.of());
    }

    private void expand() {
        table.read(from, steps.move.at);
        fromHigh = steps.move.at.high();
        fromLow = steps.move.at.low();
        calmest = Move.NEVER;
        steps.all();
        if (calmest == Move.NEVER) {
            Quiet.check(steps.move);
        }
    }

    private void take(int code, State next, int calm) {
        if (steps.move.broken() != null && brokenStep == StateTable.NONE) {
            brokenStep = code;
            return;
        }
        long high = next.high();
        long low = next.low();
        if (high == fromHigh && low == fromLow) {
            return;
        }
        transitions++;
        int number = table.add(high, low, from, code);
        if (calm < calmest) {
            calmest = calm;
            table.calm(from, number);
        }
    }

    /** The codes that lead to a state, and one more if there is one. */
    private List<Integer> pathTo(int state, int last) {
        List<Integer> path = new ArrayList<>();
        for (int at = state; table.parent(at) != StateTable.NONE; at = table.parent(at)) {
            path.add(table.step(at));
        }
        Collections.reverse(path);
        if (last != StateTable.NONE) {
            path.add(last);
        }
        return path;
    }

    /** The way to the first state from which calm steps lead into a circle; empty if there is none. */
    private List<Integer> restless() {
        BitSet ends = new BitSet(table.size());
        List<Integer> trail = new ArrayList<>();
        BitSet onTrail = new BitSet(table.size());
        for (int state = 0; state < table.size(); state++) {
            int at = state;
            while (at != StateTable.NONE && !ends.get(at)) {
                if (onTrail.get(at)) {
                    return pathTo(state, StateTable.NONE);
                }
                onTrail.set(at);
                trail.add(at);
                at = table.calm(at);
            }
            for (int one : trail) {
                ends.set(one);
                onTrail.clear(one);
            }
            trail.clear();
        }
        return List.of();
    }

    private double seconds() {
        return (System.nanoTime() - startNs) / NANOS_A_SECOND;
    }

    private Findings findings(List<Integer> path) {
        @Nullable Rule broken = steps.move.broken();
        return new Findings(
                world.scope,
                table.size(),
                transitions,
                depth,
                seconds(),
                world.machineStates(),
                world.stepped(),
                broken,
                steps.move.what(),
                broken == null ? List.of() : new Counterexample(world).words(path),
                steps.move.covers());
    }
}
