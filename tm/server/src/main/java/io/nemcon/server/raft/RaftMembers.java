package io.nemcon.server.raft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.PeerId;
import io.nemcon.node.log.LogException;
import io.nemcon.server.raft.rpc.PeerAddresses;
import io.nemcon.server.raft.rpc.RaftTransport;
import io.nemcon.wire.WireEndpoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Changes who is in the group, one change at a time (joint consensus, Raft 6). Works on the leader alone. Thread-safe; does
 * not block.
 *
 * <p>Each change is an entry of the log: done once a majority of the old and of the new voters holds it. A future fails with
 * a {@link LogException} that says why; a change that failed may still happen if the leader changed meanwhile.
 *
 * <p>A node that joins is started with an empty folder and is in none of its own lists; a voter gets what it missed before
 * it counts. To make a voter of an observer, remove it first.
 */
public final class RaftMembers {

    private final Node node;
    private final RaftTransport transport;

    RaftMembers(Node node, RaftTransport transport) {
        this.node = node;
        this.transport = transport;
    }

    public CompletableFuture<Void> addVoter(WireEndpoint member) {
        if (!transport.isReady(member)) {
            return CompletableFuture.failedFuture(new LogException("no line to " + member
                    + " is up, and a voter has to catch up before it counts: start it, then add it again"));
        }
        return change(done -> node.addPeer(peer(member), done));
    }

    public CompletableFuture<Void> removeVoter(WireEndpoint member) {
        return change(done -> node.removePeer(peer(member), done));
    }

    public CompletableFuture<Void> addObserver(WireEndpoint member) {
        return change(done -> node.addLearners(List.of(peer(member)), done));
    }

    public CompletableFuture<Void> removeObserver(WireEndpoint member) {
        return change(done -> node.removeLearners(List.of(peer(member)), done));
    }

    private static PeerId peer(WireEndpoint member) {
        PeerAddresses.check(member);
        return new PeerId(PeerAddresses.raft(member), 0);
    }

    private static CompletableFuture<Void> change(Consumer<Closure> begin) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        try {
            begin.accept(status -> finish(outcome, status));
        } catch (IllegalArgumentException e) {
            outcome.completeExceptionally(new LogException("the group was not changed: " + e.getMessage(), e));
        }
        return outcome;
    }

    private static void finish(CompletableFuture<Void> outcome, Status status) {
        if (status.isOk()) {
            outcome.complete(null);
        } else {
            outcome.completeExceptionally(new LogException("the group was not changed: " + status.getErrorMsg()));
        }
    }
}
