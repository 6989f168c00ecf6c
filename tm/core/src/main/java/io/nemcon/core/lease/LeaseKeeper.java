package io.nemcon.core.lease;

import io.nemcon.core.id.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The leader's leases. Times are nanoseconds of one monotonic clock, handed in by the caller. Not thread-safe.
 *
 * <p>A lease, from the leader's side:
 *
 * <pre>
 * (none)    -lead, opened->          HELD, a full ttl from then
 * HELD      -renew->                 HELD, a ttl from the receipt of the heartbeat, the grace over if there was one
 * HELD      -disconnected->          HELD, at most the grace from then
 * HELD      -due->                   EXPIRING: its end is proposed, no renewal is acknowledged any more
 * EXPIRING  -notProposed->           HELD, due at once again
 * any       -ended, follow->         (none)
 * </pre>
 *
 * A client counts its lease from the sending of the heartbeat that was acknowledged, which is never later than the receipt
 * that counts here. So a session that is not disconnected ends at its client first.
 */
public final class LeaseKeeper {

    private static final class Lease {
        final long ttlNs;
        long deadlineNs;
        long disconnectedNs;
        boolean disconnected;
        boolean expiring;

        Lease(long ttlNs, long deadlineNs) {
            this.ttlNs = ttlNs;
            this.deadlineNs = deadlineNs;
        }
    }

    private final long graceNs;
    private final Map<SessionId, Lease> leases = new LinkedHashMap<>();

    /** @param graceNs how long a session lives on after its connection died */
    public LeaseKeeper(long graceNs) {
        this.graceNs = graceNs;
    }

    /** A session is there, opened or found by a new leader in the ledger: it has a full ttl from now. */
    public void grant(SessionId session, long ttlNs, long nowNs) {
        leases.putIfAbsent(session, new Lease(ttlNs, nowNs + ttlNs));
    }

    /**
     * The leader itself was paused for long: heartbeats may be waiting unread, so every session that is not yet expiring has
     * a full ttl again (scenario 15).
     */
    public void resumedAfterPause(long nowNs) {
        leases.values().stream()
                .filter(lease -> !lease.expiring)
                .forEach(lease -> lease.deadlineNs = nowNs + lease.ttlNs);
    }

    /** Leadership is over: nothing is known of leases here any more. */
    public void follow() {
        leases.clear();
    }

    public void ended(SessionId session) {
        leases.remove(session);
    }

    /**
     * A heartbeat, after leadership was confirmed later than its receipt. False if it must not be acknowledged: there is no
     * such session, or its end is proposed.
     *
     * @param open whether the connection that it came by is still there. One that came before a connection died and by
     *     another that lives is a sign of life: the death may be noticed long after the process had made the new one
     */
    public boolean renew(SessionId session, long receivedNs, boolean open) {
        Lease lease = leases.get(session);
        if (lease == null || lease.expiring) {
            return false;
        }
        if (lease.disconnected && !open && receivedNs - lease.disconnectedNs <= 0) {
            return true; // sent on the connection that has died since; the grace stands
        }
        lease.disconnected = false;
        if (receivedNs + lease.ttlNs - lease.deadlineNs > 0) { // heartbeats may be confirmed out of order
            lease.deadlineNs = receivedNs + lease.ttlNs;
        }
        return true;
    }

    /** The session's connection died: the process may be gone. */
    public void disconnected(SessionId session, long nowNs) {
        Lease lease = leases.get(session);
        if (lease != null && !lease.disconnected) {
            lease.disconnected = true;
            lease.disconnectedNs = nowNs;
            if (lease.deadlineNs - (nowNs + graceNs) > 0) {
                lease.deadlineNs = nowNs + graceNs;
            }
        }
    }

    /** Sessions whose lease is over: propose their end, each once. */
    public List<SessionId> due(long nowNs) {
        List<SessionId> due = new ArrayList<>();
        leases.forEach((session, lease) -> {
            if (!lease.expiring && nowNs - lease.deadlineNs >= 0) {
                lease.expiring = true;
                due.add(session);
            }
        });
        return due;
    }

    /** The proposal of its end surely never reached a log. */
    public void notProposed(SessionId session) {
        Lease lease = leases.get(session);
        if (lease != null) {
            lease.expiring = false;
        }
    }

    public int size() {
        return leases.size();
    }

    /** Nanoseconds left, negative when over; null if there is no such lease. */
    public @Nullable Long leftNs(SessionId session, long nowNs) {
        Lease lease = leases.get(session);
        return lease == null ? null : lease.deadlineNs - nowNs;
    }
}
