package io.nemcon.agent;

import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one agent found in its rounds. Its thread alone tells it anything; any thread may ask for the {@link #signs}, which are
 * those of the last {@link #publish}.
 */
final class Vitals {

    /** Ten rounds and more: an active agent that has not scanned for so long does not get on. */
    static final long SCAN_AGE_MAX_MS = 30_000;

    /** What is decided is carried out within seconds. */
    static final long DECISION_AGE_MAX_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(Vitals.class);

    /** Moments are on the monotonic clock, so that ages grow while nothing is found anew. */
    private record Seen(
            boolean active,
            String groupSilent,
            String resourceSilent,
            @Nullable Long activeSinceNanos,
            @Nullable Long scannedNanos,
            long index,
            int unfinished,
            @Nullable Long oldestNanos,
            @Nullable PreparedUse prepared) {}

    private final ResourceName resource;
    private final Watching watching;
    private final LongSupplier clockNanos;

    private String groupSilent = "";
    private String resourceSilent = "";
    private @Nullable Long activeSinceNanos;
    private @Nullable Long scannedNanos;
    private long index;
    private int unfinished;
    private @Nullable Long oldestNanos;
    private @Nullable PreparedUse prepared;
    private boolean warned;

    private volatile Seen seen;

    Vitals(ResourceName resource, Watching watching, LongSupplier clockNanos) {
        this.resource = resource;
        this.watching = watching;
        this.clockNanos = clockNanos;
        this.seen = seen();
    }

    /** The group has said whether this is the active agent. */
    void registered(boolean active) {
        groupSilent = "";
        if (!active) {
            standsBy();
        } else if (activeSinceNanos == null) {
            activeSinceNanos = clockNanos.getAsLong();
        }
    }

    /** What it knew of the resource grows old, for another agent looks after that now. */
    private void standsBy() {
        activeSinceNanos = null;
        resourceSilent = "";
        prepared = null;
        warned = false;
        unfinished = 0;
        oldestNanos = null;
    }

    void groupSilent(String why) {
        groupSilent = why;
        activeSinceNanos = null; // as the agent itself takes it: the group may have made another one active
    }

    void resourceSilent(String why) {
        resourceSilent = why;
    }

    /** What the group leaves to the agent, before it does it. */
    void unfinished(Answer.Unfinished answer) {
        long nowNanos = clockNanos.getAsLong();
        index = answer.index();
        unfinished = answer.branches().size();
        oldestNanos = answer.branches().stream().mapToLong(Answer.UnfinishedBranch::decidedAgoMs).max().stream()
                .mapToObj(agoMs -> nowNanos - TimeUnit.MILLISECONDS.toNanos(Math.max(0, agoMs)))
                .findFirst()
                .orElse(null);
    }

    void scanned() {
        scannedNanos = clockNanos.getAsLong();
        resourceSilent = "";
    }

    /** Warns when the warning is reached; not again before it was left. */
    void prepared(PreparedUse use) {
        prepared = use;
        boolean reached = use.reaches(watching.preparedWarningPercent());
        if (reached && !warned) {
            LOG.warn("resource {}: {}", resource, tooManyPrepared(use));
        } else if (warned && !reached) {
            LOG.info(
                    "resource {}: {} transactions prepared, below {} % again",
                    resource, use, watching.preparedWarningPercent());
        }
        warned = reached;
    }

    private String tooManyPrepared(PreparedUse use) {
        return use + " transactions that its server takes are prepared, the warning is at "
                + watching.preparedWarningPercent()
                + " %; when all are in use every further prepare is refused: see which branches wait (nemcon tx list), and raise the"
                + " server's limit";
    }

    /** From here on everybody sees what was told so far. */
    void publish() {
        seen = seen();
    }

    private Seen seen() {
        return new Seen(
                activeSinceNanos != null,
                groupSilent,
                resourceSilent,
                activeSinceNanos,
                scannedNanos,
                index,
                unfinished,
                oldestNanos,
                prepared);
    }

    VitalSigns signs() {
        Seen now = seen;
        long nowNanos = clockNanos.getAsLong();
        return new VitalSigns(
                resource,
                now.active,
                now.groupSilent.isEmpty(),
                now.resourceSilent.isEmpty(),
                ageMs(now.scannedNanos, nowNanos),
                now.index,
                now.unfinished,
                ageMs(now.oldestNanos, nowNanos),
                now.prepared,
                faults(now, nowNanos));
    }

    private List<String> faults(Seen now, long nowNanos) {
        List<String> faults = new ArrayList<>();
        if (!now.groupSilent.isEmpty()) {
            faults.add("the group did not answer: " + now.groupSilent);
        }
        if (!now.resourceSilent.isEmpty()) {
            faults.add(now.resourceSilent);
        }
        long idleMs = idleMs(now, nowNanos);
        if (idleMs > SCAN_AGE_MAX_MS) {
            faults.add("it is active, and has not scanned for " + idleMs + " ms");
        }
        long oldestMs = ageMs(now.oldestNanos, nowNanos);
        if (oldestMs > DECISION_AGE_MAX_MS) {
            faults.add(now.unfinished + " branches of decided transactions are not finished, the oldest decided "
                    + oldestMs + " ms ago");
        }
        PreparedUse use = now.prepared;
        if (use != null && use.reaches(watching.preparedWarningPercent())) {
            faults.add(tooManyPrepared(use));
        }
        return faults;
    }

    /** Since the last scan, or since it became active; nothing if it is not. */
    private static long idleMs(Seen now, long nowNanos) {
        Long since = now.activeSinceNanos;
        if (since == null) {
            return 0;
        }
        long activeMs = ageMs(since, nowNanos);
        return now.scannedNanos == null ? activeMs : Math.min(activeMs, ageMs(now.scannedNanos, nowNanos));
    }

    private static long ageMs(@Nullable Long sinceNanos, long nowNanos) {
        return sinceNanos == null
                ? VitalSigns.NEVER
                : Math.max(0, TimeUnit.NANOSECONDS.toMillis(nowNanos - sinceNanos));
    }
}
