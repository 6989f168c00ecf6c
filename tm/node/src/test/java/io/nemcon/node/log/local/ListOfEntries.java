package io.nemcon.node.log.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.node.log.LogListener;
import io.nemcon.node.log.LogState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A state machine that is the list of all entries as text. Read it when the log is closed, or on its apply thread. */
class ListOfEntries implements LogListener {

    final List<String> entries = new ArrayList<>();
    final List<LogState> states = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    final CountDownLatch failed = new CountDownLatch(1);
    int replayed;
    int snapshotsTaken;
    long restoredIndex;

    static byte[] entry(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void onCommitted(long index, long term, byte[] entry) {
        assertThat(index).isEqualTo(entries.size() + 1L);
        entries.add(new String(entry, StandardCharsets.UTF_8));
        if (states.isEmpty()) {
            replayed++;
        }
    }

    @Override
    public void onStateChange(LogState state) {
        states.add(state);
    }

    @Override
    public byte[] takeSnapshot() {
        snapshotsTaken++;
        ByteWriter writer = new ByteWriter();
        writer.writeVar(entries.size());
        entries.forEach(writer::writeString);
        return writer.toByteArray();
    }

    @Override
    public void restoreSnapshot(long index, long term, byte[] snapshot) {
        ByteReader reader = new ByteReader(snapshot);
        entries.clear();
        for (long left = reader.readVar(); left > 0; left--) {
            entries.add(reader.readString());
        }
        assertThat(entries).hasSize((int) index);
        restoredIndex = index;
    }

    @Override
    public void onFailure(Throwable cause) {
        failures.add(cause);
        failed.countDown();
    }
}
