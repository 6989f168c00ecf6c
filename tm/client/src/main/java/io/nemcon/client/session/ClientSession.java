package io.nemcon.client.session;

import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.RequestHeader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One session of this process: the numbers made under it, its lease, whether it has ended. Thread-safe. */
final class ClientSession {

    private final SessionId id;
    private final GroupId group;
    private final int incarnation;
    private final Lease lease;
    private final NumberWindow<TransactionSlot> sequences;
    private volatile boolean ended;

    ClientSession(SessionId id, GroupId group, int incarnation, Lease lease, int transactionsMax) {
        this.id = id;
        this.group = group;
        this.incarnation = incarnation;
        this.lease = lease;
        this.sequences = new NumberWindow<>(transactionsMax);
    }

    SessionId id() {
        return id;
    }

    Lease lease() {
        return lease;
    }

    NumberWindow<TransactionSlot> sequences() {
        return sequences;
    }

    boolean ended() {
        return ended;
    }

    /** The ledger says that it has ended. It stays so. */
    void markEnded() {
        ended = true;
    }

    Gtrid gtrid(long sequence) {
        return new Gtrid(group, incarnation, id, sequence);
    }

    /** For a request that may be repeated as it is, and keeps no result: today all are such. */
    RequestHeader header() {
        return new RequestHeader(id, RequestHeader.IDEMPOTENT, 0, sequences.lowest());
    }

    /** Those of the asked gtrids that began here, at some time, and are open no more. */
    List<Gtrid> unknownOf(List<Gtrid> asked) {
        Map<Long, Gtrid> unknown = new LinkedHashMap<>();
        for (Gtrid gtrid : asked) {
            // a sequence that was never handed out is left alone: to abort it would abort a transaction to come
            if (gtrid.equals(gtrid(gtrid.sequence())) && sequences.wasOpened(gtrid.sequence())) {
                unknown.put(gtrid.sequence(), gtrid);
            }
        }
        if (!unknown.isEmpty()) {
            sequences.forEachOpen(slot -> unknown.remove(slot.number()));
        }
        return List.copyOf(unknown.values());
    }
}
