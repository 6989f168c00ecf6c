package io.nemcon.simulation.network;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** What the paths do to what they carry. */
public final class Weather {

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final int PER_MILLE = 1_000;
    private static final long LATE_NS = 1_500 * MILLI;

    private final SplittableRandom random;

    /** How many faults block a path now. Looked up only. */
    private final Map<Path, Integer> blocks = new HashMap<>();

    private int lossPerMille;
    private int repeatPerMille;
    private int reorderPerMille;
    private long extraDelayNs;

    public Weather(SplittableRandom random) {
        this.random = random;
    }

    public boolean isOpen(String from, String to) {
        return blocks.getOrDefault(new Path(from, to), 0) == 0;
    }

    /** Whether both directions are open. */
    public boolean isOpenBothWays(String one, String other) {
        return isOpen(one, other) && isOpen(other, one);
    }

    /** Several may block the same path; it is open when all of them are over. */
    public void block(Path path) {
        blocks.merge(path, 1, Integer::sum);
    }

    public void unblock(Path path) {
        blocks.merge(path, -1, Integer::sum);
    }

    /** Per mille of messages, on every path. */
    public void misbehave(int losses, int repeats, int reorders) {
        lossPerMille = losses;
        repeatPerMille = repeats;
        reorderPerMille = reorders;
    }

    public void slowDown(long moreNs) {
        extraDelayNs = moreNs;
    }

    boolean loses() {
        return lossPerMille > 0 && random.nextInt(PER_MILLE) < lossPerMille;
    }

    boolean repeats() {
        return repeatPerMille > 0 && random.nextInt(PER_MILLE) < repeatPerMille;
    }

    /** Whether a message may overtake those before it on its connection. */
    boolean reorders() {
        return reorderPerMille > 0 && random.nextInt(PER_MILLE) < reorderPerMille;
    }

    /** Most are quick, a few are not. */
    public long delayNs() {
        long delay = 50 * MICRO + random.nextLong(300 * MICRO);
        if (random.nextInt(50) == 0) {
            delay += random.nextLong(20 * MILLI);
        }
        return extraDelayNs == 0 ? delay : delay + random.nextLong(extraDelayNs);
    }

    /** A copy of a message may come when what was sent after it was answered long ago. */
    long lateNs() {
        return random.nextInt(2) == 0 ? delayNs() : random.nextLong(LATE_NS);
    }

    /** When a client tries again. */
    long pauseNs(long aboutNs) {
        return aboutNs / 2 + random.nextLong(aboutNs / 2 + 1);
    }
}
