package io.nemcon.server.raft.rpc;

import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.GetFileRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.InstallSnapshotRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.ReadIndexRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.RequestVoteRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.TimeoutNowRequestProcessor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.CrashPointException;
import io.nemcon.node.host.Host;
import io.nemcon.wire.WireCall;
import io.nemcon.wire.WirePeer;
import io.nemcon.wire.WireStatus;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands other nodes' requests to JRaft, on threads of the executor; a line's AppendEntries one after another. */
final class RaftReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(RaftReceiver.class);
    /** Far above what a leader sends ahead of the answers. */
    private static final int APPENDS_WAITING_MAX = 4096;

    private final Host host;
    private final String group;
    private final long life;
    private final Executor executor;
    private final Map<RaftMethod, RpcProcessor<?>> processors;
    private volatile boolean complained;

    RaftReceiver(Host host, String group, long life, Executor executor) {
        this.host = host;
        this.group = group;
        this.life = life;
        this.executor = executor;
        this.processors = Map.of(
                RaftMethod.REQUEST_VOTE, new RequestVoteRequestProcessor(executor),
                RaftMethod.APPEND_ENTRIES, new AppendEntries(executor),
                RaftMethod.INSTALL_SNAPSHOT, new InstallSnapshotRequestProcessor(executor),
                RaftMethod.GET_FILE, new GetFileRequestProcessor(executor),
                RaftMethod.TIMEOUT_NOW, new TimeoutNowRequestProcessor(executor),
                RaftMethod.READ_INDEX, new ReadIndexRequestProcessor(executor));
    }

    /** Runs on the line's event loop. */
    void handle(WireCall call) throws InvalidProtocolBufferException {
        if (call.method() == RaftMethod.GREETING) {
            greet(call, Greeting.of(call.payload()));
            return;
        }
        RaftMethod method = RaftMethod.ofNumber(call.method());
        if (method == null) {
            call.fail(WireStatus.UNKNOWN_METHOD, "Raft has no method " + call.method(), "");
            return;
        }
        byte[] payload = call.payload();
        if (RaftFrames.lifeOf(payload) != life) {
            call.fail(WireStatus.REFUSED, "meant for another life of this node", "");
            return;
        }
        Message request = RaftFrames.requestOf(payload, method);
        try {
            host.at(CrashPoint.NODE_RAFT_REQUEST_RECEIVED);
        } catch (CrashPointException notTaken) {
            call.fail(WireStatus.UNAVAILABLE, String.valueOf(notTaken.getMessage()), "");
            return;
        }
        try {
            executorOf(method, call.peer()).execute(() -> process(method, call, request));
        } catch (RejectedExecutionException e) {
            call.fail(WireStatus.BUSY, "too many Raft requests wait: " + e.getMessage(), "");
        }
    }

    private void greet(WireCall call, Greeting greeting) {
        if (!greeting.group().equals(group)) {
            call.fail(WireStatus.REFUSED, "this node is of group " + group + ", not of " + greeting.group(), "");
            return;
        }
        if (greeting.expectedLife() != 0 && greeting.expectedLife() != life && !complained) {
            complained = true;
            LOG.error(
                    "{} knew this node with another disk: if it is a voter, remove it from the group and add it again;"
                            + " until then it does not count",
                    call.peer().name());
        }
        call.reply(Greeting.answer(life));
    }

    private Executor executorOf(RaftMethod method, WirePeer peer) {
        if (method != RaftMethod.APPEND_ENTRIES) {
            return executor;
        }
        Serial line = peer.attachment(Serial.class);
        if (line == null) {
            line = new Serial(executor, APPENDS_WAITING_MAX);
            peer.attach(Serial.class, line);
        }
        return line;
    }

    @SuppressWarnings("unchecked") // each processor is filed under the method whose requests it takes
    private void process(RaftMethod method, WireCall call, Message request) {
        RpcProcessor<Message> processor = (RpcProcessor<Message>) Objects.requireNonNull(processors.get(method));
        processor.handleRequest(new ServerCall(host, call), request);
    }
}
