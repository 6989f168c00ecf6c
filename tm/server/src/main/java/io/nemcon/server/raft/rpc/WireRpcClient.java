package io.nemcon.server.raft.rpc;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.InvokeTimeoutException;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.InvokeContext;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireStatus;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node's requests to others, as JRaft makes them. Thread-safe; nothing blocks, not even what is called sync. */
final class WireRpcClient implements RpcClient {

    private static final Logger LOG = LoggerFactory.getLogger(WireRpcClient.class);

    private @Nullable GreetedPeers peers;

    /** Comes before {@link #init}. */
    void use(GreetedPeers greeted) {
        peers = greeted;
    }

    private GreetedPeers peers() {
        if (peers == null) {
            throw new IllegalStateException("this client was made without its node's TransportOptions");
        }
        return peers;
    }

    @Override
    public boolean init(RpcOptions options) {
        return peers != null;
    }

    @Override
    public void shutdown() {
        // the lines are the transport's
    }

    @Override
    public boolean checkConnection(Endpoint endpoint) {
        return peers().isReady(PeerAddresses.wire(endpoint));
    }

    @Override
    public boolean checkConnection(Endpoint endpoint, boolean createIfAbsent) {
        WireEndpoint peer = PeerAddresses.wire(endpoint);
        if (createIfAbsent) {
            peers().open(peer);
        }
        return peers().isReady(peer);
    }

    @Override
    public void closeConnection(Endpoint endpoint) {
        // lines stay open: a peer that left may come back
    }

    @Override
    public void registerConnectEventListener(ReplicatorGroup replicators) {
        peers().onReady(peer -> replicators.checkReplicator(new PeerId(PeerAddresses.raft(peer), 0), true));
    }

    /**
     * JRaft uses this for the ping alone with which it connects, under its node lock: a line that is up is never pinged, so
     * there is nothing to do but to say that this one is down.
     */
    @Override
    public Object invokeSync(Endpoint endpoint, Object request, @Nullable InvokeContext context, long timeoutMs)
            throws RemotingException {
        throw new RemotingException("the line to " + endpoint + " is down; it is being opened in the background");
    }

    @Override
    public void invokeAsync(
            Endpoint endpoint, Object request, @Nullable InvokeContext context, InvokeCallback callback, long timeoutMs)
            throws RemotingException {
        RaftMethod method = RaftMethod.ofRequest(request.getClass().getName());
        if (method == null) {
            throw new RemotingException(
                    "Raft nodes do not send " + request.getClass().getName());
        }
        peers().call(PeerAddresses.wire(endpoint), method, (Message) request, Duration.ofMillis(timeoutMs))
                .whenComplete((answer, failure) -> hand(callback, () -> complete(callback, method, answer, failure)));
    }

    private static void hand(InvokeCallback callback, Runnable completion) {
        Executor executor = callback.executor();
        if (executor == null) {
            completion.run();
            return;
        }
        try {
            executor.execute(completion);
        } catch (RejectedExecutionException e) {
            LOG.debug("the node is closing or overloaded, so an answer is handled where it came in", e);
            completion.run();
        }
    }

    private static void complete(
            InvokeCallback callback, RaftMethod method, byte @Nullable [] answer, @Nullable Throwable failure) {
        if (answer == null) {
            callback.complete(null, inTermsOfJraft(method, failure));
            return;
        }
        Message message;
        try {
            message = RaftFrames.answerOf(answer, method);
        } catch (InvalidProtocolBufferException e) {
            callback.complete(null, new RemotingException("an answer to " + method + " that is no " + method, e));
            return;
        }
        callback.complete(message, null);
    }

    private static RemotingException inTermsOfJraft(RaftMethod method, @Nullable Throwable failure) {
        String what = method + ": " + (failure == null ? "no answer" : failure.getMessage());
        if (failure instanceof WireException e && e.status() == WireStatus.UNKNOWN_OUTCOME) {
            return new InvokeTimeoutException(what, failure);
        }
        return new RemotingException(what, failure);
    }
}
