package io.nemcon.core.ledger;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.codec.MalformedBytesException;
import java.io.IOException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Sequences of one session as a compressed bitmap, with a running hash that depends on the elements alone and not on how
 * the bitmap came to hold them. The bitmap is made with the first element: most sessions' sets stay empty.
 */
final class SequenceSet {

    private @Nullable Roaring64Bitmap bits;
    private long count;
    private long hash;

    /** None above it is in the set: most questions are about new sequences, and need no look into the bitmap. */
    private long highest;

    boolean contains(long sequence) {
        return bits != null && sequence <= highest && bits.contains(sequence);
    }

    long count() {
        return count;
    }

    long hash() {
        return hash;
    }

    void add(long sequence) {
        if (contains(sequence)) {
            return;
        }
        if (bits == null) {
            bits = new Roaring64Bitmap();
        }
        bits.addLong(sequence);
        highest = Math.max(highest, sequence);
        count++;
        hash += StateHash.mix(sequence);
    }

    void removeBelow(long limit) {
        while (bits != null && bits.first() < limit) {
            long lowest = bits.first();
            bits.removeLong(lowest);
            hash -= StateHash.mix(lowest);
            if (--count == 0) {
                bits = null;
            }
        }
    }

    void clear() {
        bits = null;
        count = 0;
        hash = 0;
    }

    /** Turns long runs into two numbers each; worth it once a set stops growing, and before it is written. */
    void compact() {
        if (bits != null) {
            bits.runOptimize();
        }
    }

    void writeTo(ByteWriter out) {
        out.writeVar(count);
        if (bits == null) {
            return;
        }
        compact();
        int size = Math.toIntExact(bits.serializedSizeInBytes());
        out.writeVar(size);
        try {
            bits.serialize(out.reserve(size).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException impossible) {
            throw new IllegalStateException("writing a bitmap into memory failed", impossible);
        }
    }

    static SequenceSet readFrom(ByteReader in) {
        SequenceSet set = new SequenceSet();
        long count = in.readVar();
        if (count == 0) {
            return set;
        }
        Roaring64Bitmap bits = new Roaring64Bitmap();
        try {
            bits.deserialize(in.slice(in.readCount(in.remaining())).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException damaged) {
            throw new MalformedBytesException("a set of sequences can't be read: " + damaged.getMessage());
        }
        LongIterator each = bits.getLongIterator();
        while (each.hasNext()) {
            set.highest = each.next();
            set.hash += StateHash.mix(set.highest);
            set.count++;
        }
        if (set.count != count) {
            throw new MalformedBytesException("a set of " + count + " sequences has " + set.count);
        }
        set.bits = bits;
        return set;
    }
}
