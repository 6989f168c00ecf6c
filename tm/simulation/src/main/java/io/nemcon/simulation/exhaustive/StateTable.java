package io.nemcon.simulation.exhaustive;

import java.util.ArrayList;
import java.util.List;

/**
 * Every state found, in the order of their finding, with the step that found it and the one that follows when no more
 * faults happen. Exact: the 128 bits of a state are kept, not a hash of them. 32 to 44 bytes a state. Not thread-safe.
 */
final class StateTable {

    /** Where nothing follows. */
    static final int NONE = -1;

    private static final int CHUNK_BITS = 18;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int FIRST_SLOTS = 1 << 16;

    private static final class Chunk {
        final long[] high = new long[CHUNK];
        final long[] low = new long[CHUNK];
        final int[] parent = new int[CHUNK];
        final int[] step = new int[CHUNK];
        final int[] calm = new int[CHUNK];
    }

    private final List<Chunk> chunks = new ArrayList<>();

    /** Numbers of states plus one; zero is empty. */
    private int[] slots = new int[FIRST_SLOTS];

    private int size;

    int size() {
        return size;
    }

    /** The state's number; a new one if {@link #size} has grown by it. */
    int add(long high, long low, int parent, int step) {
        int slot = slotOf(high, low);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (size >>> CHUNK_BITS == chunks.size()) {
            chunks.add(new Chunk());
        }
        int number = size++;
        Chunk chunk = chunk(number);
        int at = at(number);
        chunk.high[at] = high;
        chunk.low[at] = low;
        chunk.parent[at] = parent;
        chunk.step[at] = step;
        chunk.calm[at] = NONE;
        slots[slot] = number + 1;
        if (size > slots.length / 5 * 3) {
            grow();
        }
        return number;
    }

    private int slotOf(long high, long low) {
        int mask = slots.length - 1;
        int slot = (int) LongMap.mix(high * 31 + LongMap.mix(low)) & mask;
        while (slots[slot] != 0 && !isThere(slots[slot] - 1, high, low)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isThere(int number, long high, long low) {
        Chunk chunk = chunk(number);
        return chunk.high[at(number)] == high && chunk.low[at(number)] == low;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int number = 0; number < size; number++) {
            Chunk chunk = chunk(number);
            slots[slotOf(chunk.high[at(number)], chunk.low[at(number)])] = number + 1;
        }
    }

    void read(int number, State into) {
        Chunk chunk = chunk(number);
        into.unpack(chunk.high[at(number)], chunk.low[at(number)]);
    }

    int parent(int number) {
        return chunk(number).parent[at(number)];
    }

    int step(int number) {
        return chunk(number).step[at(number)];
    }

    int calm(int number) {
        return chunk(number).calm[at(number)];
    }

    void calm(int number, int next) {
        chunk(number).calm[at(number)] = next;
    }

    private Chunk chunk(int number) {
        return chunks.get(number >>> CHUNK_BITS);
    }

    private static int at(int number) {
        return number & CHUNK - 1;
    }
}
