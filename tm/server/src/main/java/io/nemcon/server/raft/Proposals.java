package io.nemcon.server.raft;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.error.RaftError;
import io.nemcon.node.log.ReplicatedLog.ProposeCallback;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The proposals without an answer; whoever takes one out answers it, so each is answered once. Thread-safe; answers are
 * given on the apply thread, refusals where the proposal was made.
 */
final class Proposals {

    private final ApplyThread apply;
    private final int waitingMax;
    private final Set<Proposal> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    Proposals(ApplyThread apply, int waitingMax) {
        this.apply = apply;
        this.waitingMax = waitingMax;
    }

    /** Takes it in; null if it was not taken, and the callback was told why. */
    @Nullable
    Proposal open(ProposeCallback callback) {
        if (count.incrementAndGet() > waitingMax) {
            count.decrementAndGet();
            callback.failed(ProposeFailure.BUSY, "proposalsWaitingMax, " + waitingMax + ", proposals wait");
            return null;
        }
        Proposal proposal = new Proposal(this, callback);
        waiting.add(proposal);
        if (closed && takeOut(proposal)) {
            callback.failed(ProposeFailure.NOT_LEADER, "this node's log has stopped");
            return null;
        }
        return proposal;
    }

    /** Apply thread only. */
    void committed(Proposal proposal, long index) {
        if (takeOut(proposal)) {
            proposal.callback().committed(index);
        }
    }

    /** JRaft gave the proposal up. */
    void failed(Proposal proposal, Status status) {
        apply.submit(() -> fail(proposal, meaningOf(status), status.getErrorMsg()));
    }

    /** No more are taken, and whether the waiting ones are or will be committed nobody here knows. Apply thread only. */
    void close(String why) {
        closed = true;
        for (Proposal proposal : waiting) {
            fail(proposal, ProposeFailure.UNKNOWN, why);
        }
    }

    private void fail(Proposal proposal, ProposeFailure failure, @Nullable String why) {
        if (takeOut(proposal)) {
            proposal.callback().failed(failure, why == null ? "" : why);
        }
    }

    private boolean takeOut(Proposal proposal) {
        if (waiting.remove(proposal)) {
            count.decrementAndGet();
            return true;
        }
        return false;
    }

    /**
     * What JRaft's status says about the entry. EPERM stands for two things: "Is not leader." and "expected_term=.." before
     * the entry is appended, and "Leader stepped down" long after. Whatever is not known to come before is UNKNOWN.
     */
    static ProposeFailure meaningOf(Status status) {
        RaftError error = status.getRaftError();
        String message = status.getErrorMsg() == null ? "" : status.getErrorMsg();
        if (error == RaftError.EPERM) {
            boolean before = message.equals("Is not leader.") || message.startsWith("expected_term=");
            return before ? ProposeFailure.NOT_LEADER : ProposeFailure.UNKNOWN;
        }
        if (error == RaftError.EBUSY) {
            return message.startsWith("Is transferring") ? ProposeFailure.NOT_LEADER : ProposeFailure.BUSY;
        }
        return error == RaftError.ENODESHUTDOWN ? ProposeFailure.NOT_LEADER : ProposeFailure.UNKNOWN;
    }
}
