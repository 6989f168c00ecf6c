package io.nemcon.wire.client;

import io.nemcon.wire.WireStatus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The unanswered calls of one connection, bounded. Thread-safe: a call is taken out by exactly one thread. */
final class InFlight {

    private final int max;
    private final Map<Long, PendingCall> calls = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile @Nullable String over;

    InFlight(int max) {
        this.max = max;
    }

    /** The limit's name, and the call untouched, if it is reached. After the connection's end the call is given up here. */
    @Nullable
    String add(PendingCall call) {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            return "inFlightMax = " + max + " calls wait for their answers";
        }
        calls.put(call.id, call);
        String why = over;
        if (why != null) {
            giveUp(call.id, why);
        }
        return null;
    }

    /** The call, which is then the caller's to end; null if it was ended before. */
    @Nullable
    PendingCall take(long id) {
        PendingCall call = calls.remove(id);
        if (call != null) {
            count.decrementAndGet();
        }
        return call;
    }

    void giveUp(long id, String why) {
        PendingCall call = take(id);
        if (call != null) {
            call.giveUp(why);
        }
    }

    /** Its frame was surely not delivered whole. */
    void undelivered(long id, String why) {
        PendingCall call = take(id);
        if (call != null) {
            call.fail(WireStatus.UNAVAILABLE, why, "");
        }
    }

    /** Gives up those whose deadline has passed. */
    void expire(long nowNanos) {
        for (PendingCall call : calls.values()) {
            if (call.deadlineNanos - nowNanos <= 0) {
                giveUp(call.id, "no answer within its deadline");
            }
        }
    }

    /** Gives up all, and whatever is added later. */
    void end(String why) {
        over = why;
        for (Long id : calls.keySet()) {
            giveUp(id, why);
        }
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }
}
