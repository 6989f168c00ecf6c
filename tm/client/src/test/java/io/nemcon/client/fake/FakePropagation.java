package io.nemcon.client.fake;

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
public final class FakePropagation implements Propagation {

    public static final TransactionContext CONTEXT =
            new TransactionContext(new Gtrid(new GroupId(7), 1, new SessionId(4_096), 3), 5_000);

    public final List<String> done = new ArrayList<>();
    public volatile @Nullable TransactionContext own;

    @Override
    public @Nullable TransactionContext current() {
        return own;
    }

    @Override
    public JoinedScope join(TransactionContext context) {
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
