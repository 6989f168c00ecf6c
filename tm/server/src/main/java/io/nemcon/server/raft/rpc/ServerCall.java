package io.nemcon.server.raft.rpc;

import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.google.protobuf.Message;
import io.nemcon.wire.WireCall;

/** A request of another node, as JRaft's processors answer it. */
record ServerCall(WireCall call) implements RpcContext {

    @Override
    public void sendResponse(Object response) {
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
