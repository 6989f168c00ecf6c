package io.nemcon.core.ledger;

/** A 64-bit hash of the state, for comparing replicas; not for security. */
final class StateHash {

    private long value = 0x9E3779B97F4A7C15L;

    StateHash add(long part) {
        value = mix(value * 31 + part);
        return this;
    }

    StateHash add(String part) {
        add(part.length());
        for (int i = 0; i < part.length(); i++) {
            value = value * 31 + part.charAt(i);
        }
        value = mix(value);
        return this;
    }

    StateHash add(byte[] part) {
        add(part.length);
        for (byte one : part) {
            value = value * 31 + one;
        }
        value = mix(value);
        return this;
    }

    StateHash add(Enum<?> part) {
        return add(part.ordinal());
    }

    long value() {
        return value;
    }

    /** Spreads every input bit over the result (the finalizer of MurmurHash3). */
    static long mix(long input) {
        long mixed = input;
        mixed = (mixed ^ mixed >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
