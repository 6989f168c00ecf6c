package io.nemcon.node.log.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.node.log.LogException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What opening makes of files whose bytes are not what was written: a torn tail is cut, damage is refused. */
class DamageTest {

    private static final String FIRST_SEGMENT = FileNames.segment(1);

    private static final LocalLogConfig CONFIG =
            new LocalLogConfig(Path.of("simulated"), 4096, 600, 100, Long.MAX_VALUE);

    private final SimulatedDisk disk = new SimulatedDisk();

    /** Scenario 12. */
    @Test
    void aTornLastRecordIsCutWhereverItIsTorn() throws Exception {
        live("a", "b");
        int before = endOfRecords();
        dieAfter("the torn one");
        byte[] whole = disk.content(FIRST_SEGMENT);
        int after = endOfRecords();
        for (int cut = before; cut < after; cut++) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, cut, after, (byte) 0);
            disk.overwrite(FIRST_SEGMENT, torn);
            try (Life life = open()) {
                assertThat(life.list.entries).as("cut at %s", cut).containsExactly("a", "b");
            }
        }
    }

    /** Scenario 12: the end reached the disk and the beginning did not. */
    @Test
    void aTornLastRecordIsCutAlsoWhereItsEndSurvived() throws Exception {
        live("a", "b");
        int before = endOfRecords();
        dieAfter("the torn one");
        byte[] torn = disk.content(FIRST_SEGMENT);
        Arrays.fill(torn, before, before + 40, (byte) 0);
        disk.overwrite(FIRST_SEGMENT, torn);
        try (Life life = open()) {
            assertThat(life.list.entries).containsExactly("a", "b");
            life.commit("c");
        }
        try (Life life = open()) {
            assertThat(life.list.entries).containsExactly("a", "b", "c");
        }
    }

    @Test
    void whatWasCutNeverComesBack() throws Exception {
        live("a");
        int before = endOfRecords();
        dieAfter("x".repeat(300));
        byte[] torn = disk.content(FIRST_SEGMENT);
        torn[before + 200] ^= 1;
        disk.overwrite(FIRST_SEGMENT, torn);
        live("b");
        byte[] now = disk.content(FIRST_SEGMENT);
        assertThat(new String(now, StandardCharsets.ISO_8859_1)).doesNotContain("xx");
        try (Life life = open()) {
            assertThat(life.list.entries).containsExactly("a", "b");
        }
    }

    /** Scenario 12: whoever can put bytes into an entry must not be able to make a torn tail look like damage. */
    @Test
    void aCopyOfARecordInsideATornEntryIsNoRecord() throws Exception {
        Life life = open();
        life.commit("a", "b");
        byte[] records = disk.content(FIRST_SEGMENT);
        byte[] copy = Arrays.copyOfRange(records, SegmentHeader.BYTES, endOfRecords());
        Life.Answer answer = new Life.Answer();
        int before = endOfRecords();
        life.log.propose(copy, life.term(), answer);
        answer.await();
        byte[] torn = disk.content(FIRST_SEGMENT);
        torn[before + 4] ^= 1;
        disk.overwrite(FIRST_SEGMENT, torn);
        try (Life next = open()) {
            assertThat(next.list.entries).containsExactly("a", "b");
        }
        life.close();
    }

    /** Scenario 12b. */
    @Test
    void aBadRecordBeforeAGoodOneIsRefusedByFileAndOffsetWhicheverByteIsBad() throws Exception {
        Life killed = open();
        killed.commit("a");
        int from = endOfRecords();
        killed.commit("damaged");
        int to = endOfRecords();
        killed.commit("good");
        disk.process();
        killed.close();
        byte[] whole = disk.content(FIRST_SEGMENT);
        for (int at = from; at < to; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            disk.overwrite(FIRST_SEGMENT, damaged);
            requireRefused(FIRST_SEGMENT + " offset " + from);
        }
        disk.overwrite(FIRST_SEGMENT, whole);
        try (Life life = open()) {
            assertThat(life.list.entries).containsExactly("a", "damaged", "good");
        }
    }

    /** Scenario 12b: FORMAT says that the last record was on the disk. */
    @Test
    void aBadLastRecordOfALogThatWasClosedIsDamageAndNoTornTail() throws Exception {
        live("a", "b");
        byte[] damaged = disk.content(FIRST_SEGMENT);
        damaged[endOfRecords() - 1] ^= 1;
        disk.overwrite(FIRST_SEGMENT, damaged);
        requireRefused("the entries 2 to 2 were on the disk");
    }

    /** Scenario 12b. */
    @Test
    void aBadRecordInASegmentThatHasASuccessorIsRefused() throws Exception {
        live("a".repeat(500), "b".repeat(500), "c".repeat(500), "d".repeat(500));
        live("e".repeat(500), "f".repeat(500), "g".repeat(500), "h".repeat(500), "i".repeat(500));
        assertThat(FileNames.segments(disk.names())).hasSizeGreaterThan(1);
        byte[] damaged = disk.content(FIRST_SEGMENT);
        damaged[endOfRecords() - 10] ^= 1;
        disk.overwrite(FIRST_SEGMENT, damaged);
        requireRefused(FIRST_SEGMENT + " offset");
    }

    @Test
    void missingSegmentsAreNoticed() throws Exception {
        for (int i = 0; i < 4; i++) {
            live("x".repeat(590), "x".repeat(590), "x".repeat(590), "x".repeat(590));
        }
        var segments = FileNames.segments(disk.names());
        assertThat(segments).hasSize(3);
        for (int i = 0; i < 3; i++) {
            String name = FileNames.segment(segments.get(i));
            byte[] content = disk.content(name);
            disk.remove(name);
            requireRefused("damaged");
            disk.overwrite(name, content);
        }
        segments.forEach(first -> disk.remove(FileNames.segment(first)));
        requireRefused("no segment file is left");
    }

    @Test
    void aSegmentThatIsCutShortIsNoticed() throws Exception {
        live("a");
        byte[] content = disk.content(FIRST_SEGMENT);
        disk.overwrite(FIRST_SEGMENT, Arrays.copyOf(content, content.length - 1));
        requireRefused(FIRST_SEGMENT + " offset " + (content.length - 1));
        disk.overwrite(FIRST_SEGMENT, new byte[0]);
        requireRefused(FIRST_SEGMENT + " offset 0");
    }

    @Test
    void theSegmentOfAnotherLogIsNotReadAsThisOnes() throws Exception {
        SimulatedDisk other = new SimulatedDisk();
        try (Life life = Life.on(CONFIG, other.process())) {
            life.commit("foreign");
        }
        live("a");
        disk.overwrite(FIRST_SEGMENT, other.content(FIRST_SEGMENT));
        requireRefused("another log");
    }

    @Test
    void aRecordOfAnotherPlaceOfThisLogIsNoRecord() throws Exception {
        live("a");
        int end = endOfRecords();
        byte[] content = disk.content(FIRST_SEGMENT);
        System.arraycopy(content, SegmentHeader.BYTES, content, end, end - SegmentHeader.BYTES);
        disk.overwrite(FIRST_SEGMENT, content);
        try (Life life = open()) {
            assertThat(life.list.entries).containsExactly("a");
        }
    }

    @Test
    void recordsOfATermThatFormatDoesNotKnowYetAreRefused() throws Exception {
        live("a");
        byte[] older = disk.content(FormatFile.FILE);
        live("b");
        disk.overwrite(FormatFile.FILE, older);
        requireRefused("of term 2");
    }

    @Test
    void aDamagedFormatFileIsRefused() throws Exception {
        live("a");
        byte[] content = disk.content(FormatFile.FILE);
        for (int at = 0; at < content.length; at++) {
            byte[] damaged = content.clone();
            damaged[at] ^= 1;
            disk.overwrite(FormatFile.FILE, damaged);
            Map<String, String> before = disk.picture();
            assertThatThrownBy(this::open).as("byte %s", at).isInstanceOf(LogException.class);
            assertThat(disk.picture()).isEqualTo(before);
        }
    }

    @Test
    void randomGarbageBehindTheLastRecordIsCut() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            live("r" + round);
            byte[] content = disk.content(FIRST_SEGMENT);
            ByteBuffer tail = ByteBuffer.wrap(content);
            byte[] garbage = new byte[random.nextInt(1000)];
            random.nextBytes(garbage);
            tail.position(endOfRecords()).put(garbage);
            disk.overwrite(FIRST_SEGMENT, content);
        }
        try (Life life = open()) {
            assertThat(life.list.entries).hasSize(20);
        }
    }

    private Life open() throws LogException {
        return Life.on(CONFIG, disk.process());
    }

    private void live(String... texts) throws LogException {
        try (Life life = open()) {
            life.commit(texts);
        }
    }

    /** Commits and dies without closing. */
    private void dieAfter(String text) throws LogException {
        Life life = open();
        life.commit(text);
        disk.process();
        life.close();
    }

    /** Scans the first segment as it is. */
    private int endOfRecords() {
        byte[] bytes = disk.content(FIRST_SEGMENT);
        ByteBuffer segment = ByteBuffer.wrap(bytes);
        int at = SegmentHeader.BYTES;
        while (segment.remaining() > at + 4 && segment.getInt(at) > 0) {
            at += segment.getInt(at);
        }
        return at;
    }

    private void requireRefused(String words) {
        Map<String, String> before = disk.picture();
        assertThatThrownBy(this::open)
                .isInstanceOf(LogException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining(words)
                .hasMessageContaining("restore the folder from a backup");
        assertThat(disk.picture()).as("nothing was written").isEqualTo(before);
    }
}
