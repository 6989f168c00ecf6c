package io.nemcon.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.transcript.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Committed and aborted sequences as bitmaps, against plain sets (scenarios 10, 60). */
class SequenceSetTest {

    /** Around the places where bitmaps change their containers. */
    private static final List<Long> EDGES = List.of(
            1L,
            2L,
            4_095L,
            4_096L,
            65_535L,
            65_536L,
            65_537L,
            131_072L,
            0xFFFF_FFFFL,
            0x1_0000_0000L,
            0x1_0000_0001L,
            1L << 48,
            Long.MAX_VALUE - 1,
            Long.MAX_VALUE);

    @Test
    void itHoldsWhatAPlainSetHolds() {
        Seeds.each(20, SequenceSetTest::compareWithAPlainSet);
    }

    private static void compareWithAPlainSet(long seed) {
        Random random = new Random(seed);
        long base = EDGES.get(random.nextInt(EDGES.size() - 2));
        int width = List.of(50, 5_000, 200_000).get(random.nextInt(3));
        SequenceSet set = new SequenceSet();
        TreeSet<Long> plain = new TreeSet<>();
        for (int i = 0; i < 3_000; i++) {
            long sequence = base + random.nextInt(width);
            int dice = random.nextInt(1_000);
            if (dice < 990) {
                set.add(sequence);
                plain.add(sequence);
            } else if (dice < 993) {
                set.removeBelow(sequence);
                plain.headSet(sequence).clear();
            } else if (dice < 996) {
                set = readBack(set);
            } else {
                set.compact();
            }
            assertThat(set.count()).isEqualTo(plain.size());
            assertThat(set.contains(sequence)).isEqualTo(plain.contains(sequence));
            assertThat(set.contains(sequence + 1)).isEqualTo(plain.contains(sequence + 1));
        }
        assertThat(set.hash()).isEqualTo(setOf(plain).hash());
    }

    @Test
    void theHashDependsOnTheElementsAlone() {
        List<Long> sequences = new ArrayList<>(EDGES);
        SequenceSet ordered = setOf(sequences);
        Collections.shuffle(sequences, new Random(1));
        SequenceSet shuffled = setOf(sequences);
        shuffled.add(1);
        assertThat(shuffled.hash()).isEqualTo(ordered.hash());
        SequenceSet more = setOf(sequences);
        more.add(3);
        assertThat(more.hash()).isNotEqualTo(ordered.hash());
        more.removeBelow(4);
        SequenceSet fewer = setOf(sequences);
        fewer.removeBelow(4);
        assertThat(more.hash()).isEqualTo(fewer.hash());
    }

    @Test
    void edgesAreKept() {
        SequenceSet set = readBack(setOf(EDGES));
        for (long edge : EDGES) {
            assertThat(set.contains(edge)).as("%s", edge).isTrue();
        }
        assertThat(set.contains(3)).isFalse();
        set.removeBelow(Long.MAX_VALUE);
        assertThat(set.count()).isOne();
        assertThat(set.contains(Long.MAX_VALUE)).isTrue();
    }

    @Test
    void emptyIsEmptyAgain() {
        SequenceSet emptied = setOf(List.of(5L, 6L));
        emptied.removeBelow(7);
        SequenceSet cleared = setOf(List.of(5L));
        cleared.clear();
        for (SequenceSet empty : List.of(new SequenceSet(), emptied, cleared, readBack(emptied))) {
            assertThat(empty.count()).isZero();
            assertThat(empty.hash()).isZero();
            assertThat(empty.contains(5)).isFalse();
            assertThat(bytes(empty)).containsExactly(0);
            empty.removeBelow(100);
            empty.compact();
        }
    }

    @Test
    void aWrongCountIsRefused() {
        byte[] bytes = bytes(setOf(List.of(5L, 6L)));
        bytes[0] = 3;
        assertThatThrownBy(() -> SequenceSet.readFrom(new ByteReader(bytes)))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessage("a set of 3 sequences has 2");
    }

    private static SequenceSet setOf(Iterable<Long> sequences) {
        SequenceSet set = new SequenceSet();
        sequences.forEach(set::add);
        return set;
    }

    private static SequenceSet readBack(SequenceSet set) {
        ByteReader in = new ByteReader(bytes(set));
        SequenceSet read = SequenceSet.readFrom(in);
        in.requireEnd("a set");
        assertThat(read.hash()).isEqualTo(set.hash());
        return read;
    }

    private static byte[] bytes(SequenceSet set) {
        ByteWriter out = new ByteWriter();
        set.writeTo(out);
        return out.toByteArray();
    }
}
