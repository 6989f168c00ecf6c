package io.nemcon.server.raft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import io.nemcon.node.log.ReplicatedLog.ProposeCallback;
import java.util.concurrent.ExecutorService;

/** One entry on its way. JRaft runs it as a closure if it gives the entry up; the apply thread answers it if not. */
final class Proposal implements Closure {

    private final Proposals owner;
    private final ProposeCallback callback;

    Proposal(Proposals owner, ProposeCallback callback) {
        this.owner = owner;
        this.callback = callback;
    }

    ProposeCallback callback() {
        return callback;
    }

    @Override
    public void run(Status status) {
        owner.failed(this, status);
    }

    /**
     * JRaft's own pool turns closures away when 64 of them run, by an exception in the middle of appending a batch. This
     * one hands them to the apply thread at once and turns none away.
     */
    @Override
    public ExecutorService getExecutor() {
        return InPlace.EXECUTOR;
    }
}
