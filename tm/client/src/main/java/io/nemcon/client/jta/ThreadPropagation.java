package io.nemcon.client.jta;

import io.nemcon.client.context.JoinRefusedException;
import io.nemcon.client.context.JoinedScope;
import io.nemcon.client.context.Propagation;
import io.nemcon.client.context.TransactionContext;
import io.nemcon.core.id.Gtrid;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Hands out threads' transactions and takes in those of other processes. Thread-safe. */
final class ThreadPropagation implements Propagation {

    private final ThreadTransactions threads;
    private final JoinedParts parts;

    /** Begun here and handed out: a call may come back to this process. */
    private final Map<Gtrid, NemconTransaction> handedOut = new ConcurrentHashMap<>();

    ThreadPropagation(ThreadTransactions threads, JoinedParts parts) {
        this.threads = threads;
        this.parts = parts;
    }

    @Override
    public @Nullable TransactionContext current() {
        NemconTransaction own = threads.current();
        if (own == null) {
            return null;
        }
        TransactionContext context = own.handOut();
        if (!(own instanceof JoinedTransaction)) {
            handedOut.put(own.gtrid(), own);
        }
        return context;
    }

    @Override
    public JoinedScope join(TransactionContext context) {
        NemconTransaction there = threads.current();
        if (there != null && !there.gtrid().equals(context.gtrid())) {
            throw new IllegalStateException(
                    "the thread has " + there + ", so it can't join tx " + context.gtrid() + ": suspend it first");
        }
        NemconTransaction begunHere = handedOut.get(context.gtrid());
        if (begunHere == null) {
            JoinedPart part = parts.enter(context);
            return new ThreadScope(threads, context, part.transaction(), part::leave);
        }
        if (begunHere.isOver()) {
            throw new JoinRefusedException(JoinRefusedException.Kind.OVER, begunHere + " is over");
        }
        return new ThreadScope(threads, context, begunHere, () -> {});
    }

    /** Called by a timer: what is over can't be called back into. */
    void tick() {
        if (!handedOut.isEmpty()) {
            handedOut.values().removeIf(NemconTransaction::isOver);
        }
    }
}
