package io.nemcon.servlet;

import io.nemcon.client.context.JoinRefusedException;
import io.nemcon.client.context.JoinedScope;
import io.nemcon.client.context.Propagation;
import io.nemcon.client.context.TransactionContext;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transactions that a test says are there, and what was done with them. */
final class Transactions implements Propagation {

    static final TransactionContext CONTEXT =
            new TransactionContext(new Gtrid(new GroupId(7), 1, new SessionId(4_096), 3), 5_000);

    final List<String> done = new ArrayList<>();
    volatile JoinRefusedException.@Nullable Kind refusal;

    @Override
    public @Nullable TransactionContext current() {
        return null;
    }

    @Override
    public JoinedScope join(TransactionContext context) {
        JoinRefusedException.Kind kind = refusal;
        if (kind != null) {
            throw new JoinRefusedException(kind, "not today");
        }
        done.add("joined " + context.gtrid().sequence());
        return new JoinedScope() {
            @Override
            public TransactionContext context() {
                return context;
            }

            @Override
            public void setRollbackOnly() {
                done.add("marked");
            }

            @Override
            public void close() {
                done.add("left");
            }
        };
    }
}
