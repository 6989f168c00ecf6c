package io.nemcon.simulation.database;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/** What goes wrong with commands: by chance, while a fault lasts. */
public final class Mischief {

    /** Each seen with a real driver or server. */
    public enum Kind {
        /** The connection dies before the command arrives. */
        LOST_BEFORE,
        /** The connection dies after the command was done. */
        LOST_AFTER,
        /** The command arrives when its caller has long given up. */
        LATE,
        /** The command is refused: a serialization failure, a deadlock, a limit. */
        REFUSED,
        /** It takes long. */
        SLOW
    }

    private static final int PER_MILLE = 1_000;

    private final SplittableRandom random;
    private final Map<Kind, Integer> perMille = new EnumMap<>(Kind.class);

    Mischief(SplittableRandom random) {
        this.random = random;
    }

    public void begin(Kind kind, int ofThousand) {
        perMille.put(kind, ofThousand);
    }

    public void end() {
        perMille.clear();
    }

    boolean strikes(Kind kind) {
        Integer chance = perMille.get(kind);
        return chance != null && random.nextInt(PER_MILLE) < chance;
    }

    long below(long bound) {
        return random.nextLong(bound);
    }

    boolean coin() {
        return random.nextBoolean();
    }
}
