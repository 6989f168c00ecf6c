package io.nemcon.server.raft.rpc;

import com.alipay.sofa.jraft.rpc.RaftServerService;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.impl.core.NodeRequestProcessor;
import com.google.protobuf.Message;
import java.util.concurrent.Executor;

/**
 * Takes entries and heartbeats of a leader.
 *
 * <p>JRaft's own counterpart puts requests and answers in order for each pair of nodes, with threads and queues that it tears
 * down when a connection closes. Here each line hands in its requests one after another ({@link Serial}), and the leader's
 * replicator sorts answers by itself.
 */
final class AppendEntries extends NodeRequestProcessor<AppendEntriesRequest> {

    AppendEntries(Executor executor) {
        super(executor, AppendEntriesResponse.getDefaultInstance());
    }

    @Override
    protected Message processRequest0(RaftServerService node, AppendEntriesRequest request, RpcRequestClosure done) {
        return node.handleAppendEntriesRequest(request, done);
    }

    @Override
    protected String getPeerId(AppendEntriesRequest request) {
        return request.getPeerId();
    }

    @Override
    protected String getGroupId(AppendEntriesRequest request) {
        return request.getGroupId();
    }

    @Override
    public String interest() {
        return AppendEntriesRequest.class.getName();
    }
}
