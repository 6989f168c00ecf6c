package io.nemcon.simulation.exhaustive;

import io.nemcon.simulation.check.Rule;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One step under way: the state it starts from, the one it is making, and what is found wrong on the way. Steps are made one
 * after the other, each begun with {@link #begin} and handed over with {@link #done}.
 */
final class Move {

    /** Takes each step that is possible. */
    interface Sink {

        /** @param calm the lower, the sooner when no faults happen any more; {@link #NEVER} for a fault */
        void take(int code, State next, int calm);
    }

    static final int NEVER = Integer.MAX_VALUE;

    final World world;
    final State at = new State();
    final State next = new State();

    private final Sink sink;
    private @Nullable Rule broken;
    private String what = "";
    private Object about = "";
    private Object detail = "";
    private final long[] covers = new long[Cover.values().length];

    Move(World world, Sink sink) {
        this.world = world;
        this.sink = sink;
    }

    State begin() {
        next.set(at);
        about = "";
        detail = "";
        return next;
    }

    void done(StepKind kind, int argument, int calm) {
        next.settle();
        next.preparedLate &= world.scope.forgets();
        sink.take(kind.code(argument), next, calm);
    }

    void cover(Cover cover) {
        covers[cover.ordinal()]++;
    }

    /** The first of a step counts. */
    void violated(Rule rule, String words) {
        if (broken == null) {
            broken = rule;
            what = words;
        }
    }

    /** @param words asked for only if it is wrong, for this is on every step's way */
    void violatedIf(boolean wrong, Rule rule, Supplier<String> words) {
        if (wrong) {
            violated(rule, words.get());
        }
    }

    /** SOUND: production code failed. */
    void faultIf(String fault) {
        if (!fault.isEmpty()) {
            violated(Rule.SOUND, fault);
        }
    }

    /** What was said in this step, for people. */
    void detail(Object words) {
        detail = words;
    }

    /** What was about to be done in this step, for people. */
    void about(Object words) {
        about = words;
    }

    String detail() {
        return (about + " " + detail).strip();
    }

    /** How often each was seen; those that were not are absent. */
    Map<Cover, Long> covers() {
        Map<Cover, Long> seen = new EnumMap<>(Cover.class);
        for (Cover cover : Cover.values()) {
            if (covers[cover.ordinal()] > 0) {
                seen.put(cover, covers[cover.ordinal()]);
            }
        }
        return seen;
    }

    @Nullable
    Rule broken() {
        return broken;
    }

    String what() {
        return what;
    }
}
