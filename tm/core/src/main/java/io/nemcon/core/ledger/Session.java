package io.nemcon.core.ledger;

import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.ResultCodec;
import io.nemcon.core.protocol.SessionKind;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One session and what became of its transactions. ALIVE until its one end; then it keeps its committed sequences until
 * it is forgotten.
 */
final class Session {

    /**
     * A request that was done, for its repeats.
     *
     * @param requestHash of what was asked: the same number with another question is no repeat
     */
    record Kept(long requestHash, Result result) {}

    final SessionId id;
    final long keyHigh;
    final long keyLow;
    final SessionKind kind;
    final String name;
    final int ttlMs;
    final long openedMs;

    /** Null while it is alive. */
    @Nullable
    EndReason endReason;

    long endedMs;
    long endIndex;

    /** Below it nothing is pending: what is not committed is aborted. */
    long watermark = 1;

    SequenceSet committed = new SequenceSet();

    /** Above the watermark, while it is alive. */
    SequenceSet aborted = new SequenceSet();

    /** Those of them that were aborted with a session that had joined: their owner asks why. */
    final TreeSet<Long> abortedWithJoined = new TreeSet<>();

    /** Results below this number are no longer kept. */
    long acknowledged = 1;

    final TreeMap<Long, Kept> results = new TreeMap<>();

    /** Its decided transactions with branches that nobody reported. */
    int unfinished;

    Session(SessionId id, long keyHigh, long keyLow, SessionKind kind, String name, int ttlMs, long openedMs) {
        this.id = id;
        this.keyHigh = keyHigh;
        this.keyLow = keyLow;
        this.kind = kind;
        this.name = name;
        this.ttlMs = ttlMs;
        this.openedMs = openedMs;
    }

    /** Whether that is a repeat of the command that opened it. */
    boolean isAsIn(Command.OpenSession command) {
        return kind == command.kind() && name.equals(command.name()) && ttlMs == command.ttlMs();
    }

    boolean alive() {
        return endReason == null;
    }

    Outcome outcome(long sequence) {
        if (committed.contains(sequence)) {
            return Outcome.COMMITTED;
        }
        if (!alive() || sequence < watermark || aborted.contains(sequence)) {
            return Outcome.ABORTED;
        }
        return Outcome.PENDING;
    }

    /** Its client's word on what it will not decide. Words overtake each other on the way: the highest counts. */
    void noteWatermark(long word) {
        if (word > watermark) {
            watermark = word;
            aborted.removeBelow(word);
            abortedWithJoined.headSet(word).clear();
        }
    }

    /** Its client's word on what it has received; the highest counts. */
    void noteAcknowledged(long word) {
        if (word > acknowledged) {
            acknowledged = word;
            results.headMap(word).clear();
        }
    }

    void end(EndReason reason, long nowMs, long index) {
        endReason = reason;
        endedMs = nowMs;
        endIndex = index;
        abortedWithJoined.clear();
        aborted.clear(); // of an ended session whatever is not committed is aborted
        results.clear();
        committed.compact();
    }

    void hashInto(StateHash hash) {
        hash.add(id.index())
                .add(keyHigh)
                .add(keyLow)
                .add(kind)
                .add(name)
                .add(ttlMs)
                .add(openedMs);
        hash.add(endReason == null ? -1 : endReason.ordinal()).add(endedMs).add(endIndex);
        hash.add(watermark).add(committed.hash()).add(aborted.hash());
        hash.add(acknowledged).add(results.size()).add(unfinished);
        if (!abortedWithJoined.isEmpty()) {
            abortedWithJoined.forEach(hash::add);
        }
        results.forEach(
                (number, kept) -> hash.add(number).add(kept.requestHash()).add(ResultCodec.encode(kept.result())));
    }
}
