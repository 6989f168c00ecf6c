package io.nemcon.simulation.exhaustive;

import java.util.Arrays;

/** Longs by longs, open addressing; {@link #NONE} is no value. Not thread-safe. */
final class LongMap {

    static final long NONE = -1;

    private static final int FIRST_SLOTS = 1 << 12;

    /** Keys are stored plus one, so that zero is an empty slot. */
    private long[] keys = new long[FIRST_SLOTS];

    private long[] values = new long[FIRST_SLOTS];
    private int size;

    /** @param key not negative */
    long get(long key) {
        return values(slotOf(key));
    }

    private long values(int slot) {
        return keys[slot] == 0 ? NONE : values[slot];
    }

    void put(long key, long value) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        int slot = slotOf(key);
        if (keys[slot] == 0) {
            keys[slot] = key + 1;
            size++;
        }
        values[slot] = value;
    }

    int size() {
        return size;
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = (int) mix(key) & mask;
        while (keys[slot] != 0 && keys[slot] != key + 1) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = Arrays.copyOf(oldValues, oldKeys.length * 2);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slotOf(oldKeys[i] - 1);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    /** Spreads every input bit over the result (the finalizer of MurmurHash3). */
    static long mix(long input) {
        long mixed = (input ^ input >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
