package io.nemcon.server.raft.rpc;

import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.google.protobuf.Message;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.CrashPointException;
import io.nemcon.node.host.Host;
import io.nemcon.wire.WireCall;
import io.nemcon.wire.WireStatus;

/** A request of another node, as JRaft's processors answer it. */
record ServerCall(Host host, WireCall call) implements RpcContext {

    @Override
    public void sendResponse(Object response) {
        try {
            host.at(CrashPoint.NODE_BEFORE_RAFT_REPLY);
        } catch (CrashPointException unanswered) {
            call.fail(WireStatus.UNKNOWN_OUTCOME, String.valueOf(unanswered.getMessage()), "");
            return;
        }
        call.reply(RaftFrames.answer((Message) response));
    }

    @Override
    public Connection getConnection() {
        throw new UnsupportedOperationException("only JRaft's own AppendEntries processor wants it");
    }

    @Override
    public String getRemoteAddress() {
        return call.peer().remote();
    }
}
