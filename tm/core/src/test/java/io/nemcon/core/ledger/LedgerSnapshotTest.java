package io.nemcon.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.Query;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Snapshots are the state they claim to be, or refused (scenarios 10, 11, 61). */
class LedgerSnapshotTest {

    @Test
    void anEmptyLedgerIsReadBack() {
        Ledger restored = LedgerSnapshot.read(LedgerSnapshot.write(new Ledger()));
        assertThat(restored.hash()).isEqualTo(new Ledger().hash());
        assertThat(restored.group()).isNull();
    }

    @Test
    void aStateThatWentThroughSnapshotsIsTheSameState() {
        RandomLog log = new RandomLog(5);
        Ledger straight = new Ledger();
        Ledger restored = new Ledger();
        for (int i = 0; i < 300; i++) {
            Entry entry = log.next();
            log.learn(straight.apply(log.index(), log.term(), entry).results());
            restored.apply(log.index(), log.term(), entry);
            if (i % 7 == 0) {
                restored = LedgerSnapshot.read(LedgerSnapshot.write(restored));
            }
        }
        assertThat(restored.hash()).isEqualTo(straight.hash());
        for (Query query : List.of(
                new Query.Sessions(),
                Query.Incidents.open(),
                new Query.Incidents(0, 1_000, true),
                new Query.Transactions(0, 1_000),
                new Query.Resources(null, 1_000),
                new Query.Status())) {
            assertThat(restored.answer(query)).isEqualTo(straight.answer(query));
        }
        assertThat(restored.notedIndex()).isEqualTo(straight.notedIndex());
        assertThat(restored.notedHash()).isEqualTo(straight.notedHash());
    }

    @Test
    void anyBitThatFlippedIsNoticed() {
        byte[] good = snapshot(11, 120);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(bad, "bit " + bit);
        }
    }

    @Test
    void bytesMissingOrAddedAreNoticed() {
        byte[] good = snapshot(12, 100);
        for (int length = 0; length < good.length; length++) {
            assertRefused(Arrays.copyOf(good, length), "cut to " + length);
        }
        assertRefused(Arrays.copyOf(good, good.length + 1), "one byte added");
    }

    @Test
    void manyWrongBytesAreNoticedAndAskForNoMemory() {
        byte[] good = snapshot(13, 150);
        Random random = new Random(13);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = good.clone();
            int from = random.nextInt(bad.length);
            for (int at = from; at < Math.min(bad.length, from + 1 + random.nextInt(16)); at++) {
                bad[at] = (byte) random.nextInt();
            }
            if (!Arrays.equals(good, bad)) {
                assertRefused(bad, "run " + i);
            }
        }
    }

    @Test
    void aSnapshotOfAnotherFormatIsRefusedInWords() { // scenario 62
        byte[] newer = snapshot(14, 10);
        newer[0] = LedgerSnapshot.FORMAT_VERSION + 1;
        assertThatThrownBy(() -> LedgerSnapshot.read(newer))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining("format 5, this version reads 2 to 4");
    }

    /** So that a group can be upgraded node by node as long as nobody joins anything. */
    @Test
    void aLedgerWithoutJoinsIsWrittenAsItAlwaysWas() {
        Ledger ledger = new Ledger();
        ledger.apply(1, 1, new Entry(5, List.of(new Command.FormGroup(Cast.GROUP, 1))));
        assertThat(LedgerSnapshot.write(ledger)[0]).isEqualTo((byte) 2);
        ledger.joins.add(new Gtrid(Cast.GROUP, 1, new SessionId(4_096), 1), new SessionId(8_192));
        assertThat(LedgerSnapshot.write(ledger)[0]).isEqualTo((byte) 3);
    }

    /** No damage, for its checksum is right: another version wrote it, or this one reads it wrongly. */
    @Test
    void aStateThatIsReadBackAsAnotherIsRefused() {
        RandomLog log = new RandomLog(15);
        Ledger ledger = new Ledger();
        for (int i = 0; i < 40; i++) {
            Entry entry = log.next();
            log.learn(ledger.apply(log.index(), log.term(), entry).results());
        }
        byte[] bytes = LedgerSnapshot.write(ledger);
        String name = ledger.aliveSessions().get(0).name();
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(name);
        bytes[at] ^= 1;
        assertThatThrownBy(() -> LedgerSnapshot.read(closed(bytes)))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessage("a snapshot at index " + ledger.index() + " has another hash than it says");
    }

    @Test
    void bytesBehindTheHashAreRefused() {
        byte[] good = LedgerSnapshot.write(new Ledger());
        assertThatThrownBy(() -> LedgerSnapshot.read(closed(Arrays.copyOf(good, good.length + 1))))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessage("a snapshot has 1 bytes too many");
    }

    /** With the checksum that belongs to them at their end. */
    private static byte[] closed(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - 4);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) checksum.getValue());
        return bytes;
    }

    private static void assertRefused(byte[] bytes, String which) {
        assertThatThrownBy(() -> LedgerSnapshot.read(bytes)).as(which).isInstanceOf(MalformedBytesException.class);
    }

    private static byte[] snapshot(long seed, int entries) {
        RandomLog log = new RandomLog(seed);
        Ledger ledger = new Ledger();
        for (int i = 0; i < entries; i++) {
            Entry entry = log.next();
            log.learn(ledger.apply(log.index(), log.term(), entry).results());
        }
        return LedgerSnapshot.write(ledger);
    }
}
