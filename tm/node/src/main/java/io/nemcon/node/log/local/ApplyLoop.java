package io.nemcon.node.log.local;

import io.nemcon.node.log.LogListener;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import io.nemcon.node.log.local.Work.Proposal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log's one thread does between opening and closing; it owns the proposals and the last index.
 *
 * <p>Each round it takes what waits: reads and actions are done at once, proposals become one record. The record is
 * written and forced, and only then is each entry applied and its proposer told (group commit). An error of the disk ends
 * the loop: nothing is forced a second time, for the system may have dropped what the first force left unwritten
 * (scenario 13). Only a disk without room for the next segment does not end it: that record is in no file, so its
 * proposals are refused, and later ones may find room again (scenario 14).
 */
final class ApplyLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ApplyLoop.class);
    /** Work taken in one round, so that a flood of reads cannot hold up what was proposed. */
    private static final int ROUND_MAX = 4096;

    private final Inbox inbox;
    private final LogListener listener;
    private final SegmentWriter writer;
    private final SnapshotTaker snapshots;
    private final RecordBuffer record;
    private final long term;
    private final Deque<Proposal> gathered = new ArrayDeque<>();
    private @Nullable Proposal heldBack;
    private boolean hasRoom = true;
    private long lastIndex;

    ApplyLoop(Inbox inbox, LogListener listener, OpenLog open, SnapshotTaker snapshots, LocalLogConfig config) {
        this.inbox = inbox;
        this.listener = listener;
        this.writer = open.writer();
        this.snapshots = snapshots;
        this.record = new RecordBuffer(config.recordBytesMax(), config.segmentBytesMax());
        this.term = open.term();
        this.lastIndex = open.recovered().lastIndex();
    }

    /** Of the last applied entry. */
    long lastIndex() {
        return lastIndex;
    }

    /** Returns when the inbox is asked to close; throws when the log has failed for good. */
    void run() throws IOException {
        while (!inbox.isClosing()) {
            int taken = takeWork();
            commit();
            if (inbox.pollSnapshotAsked()) {
                snapshots.request();
            }
            snapshots.takeIfDue(listener, lastIndex, term);
            if (taken == 0) {
                inbox.awaitWork(snapshots::isDue);
            }
        }
    }

    /** Adds a proposal to the record; one that does not fit waits for the next. */
    void gather(Proposal proposal) {
        if (gathered.isEmpty()) {
            record.begin(lastIndex + 1, term);
        } else if (!record.hasRoomFor(proposal.entry())) {
            heldBack = proposal;
            return;
        }
        record.add(proposal.entry());
        gathered.add(proposal);
    }

    /** What was taken and never answered. */
    void abandonAll(String why) {
        gathered.forEach(proposal -> abandon(proposal, why));
        if (heldBack != null) {
            abandon(heldBack, why);
        }
        inbox.seal(work -> abandon(work, why));
    }

    private int takeWork() {
        int taken = 0;
        try {
            Proposal first = heldBack;
            if (first != null) {
                heldBack = null;
                gather(first);
            }
            while (heldBack == null && taken < ROUND_MAX) {
                Work work = inbox.poll();
                if (work == null) {
                    break;
                }
                taken++;
                take(work);
            }
            return taken;
        } finally {
            inbox.taken(taken);
        }
    }

    private void commit() throws IOException {
        if (gathered.isEmpty()) {
            return;
        }
        try {
            writer.append(record);
        } catch (OutOfSpaceException e) {
            noteSpace(false, e.getMessage());
            refuseGathered(String.valueOf(e.getMessage()));
            return;
        }
        noteSpace(true, "the log has room again");
        snapshots.appended(record.bytes());
        for (Proposal next = gathered.peek(); next != null; next = gathered.peek()) {
            listener.onCommitted(lastIndex + 1, term, next.entry());
            lastIndex++;
            gathered.remove();
            answer(next, lastIndex);
        }
    }

    /** Logs the change, not each refusal. */
    private void noteSpace(boolean room, @Nullable String what) {
        if (room != hasRoom) {
            hasRoom = room;
            LOG.warn("{}", what);
        }
    }

    private void refuseGathered(String why) {
        for (Proposal next = gathered.poll(); next != null; next = gathered.poll()) {
            refuse(next, why);
        }
    }

    private void take(Work work) {
        guard(() -> work.take(this));
    }

    private static void answer(Proposal proposal, long index) {
        guard(() -> proposal.callback().committed(index));
    }

    private static void refuse(Proposal proposal, String why) {
        guard(() -> proposal.callback().failed(ProposeFailure.BUSY, why));
    }

    static void abandon(Work work, String why) {
        guard(() -> work.abandon(why));
    }

    /** A caller's fault must not end the log for everybody else. */
    private static void guard(Runnable callersCode) {
        try {
            callersCode.run();
        } catch (RuntimeException e) {
            LOG.error("a callback of the log threw an exception", e);
        }
    }
}
