package io.nemcon.server.raft.rpc;

import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.RaftRpcFactory;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.SPI;
import org.jspecify.annotations.Nullable;

/**
 * What JRaft finds in place of Bolt. It makes no server: requests come in through {@link RaftTransport#service}.
 *
 * <p>JRaft has one factory for a whole process and tells it nothing of the node that wants a client; the node's options do,
 * see {@link TransportOptions}.
 */
@SPI(name = "nemcon-wire", priority = 100)
public final class WireRpcFactory implements RaftRpcFactory {

    @Override
    public void registerProtobufSerializer(String className, Object... args) {
        // RaftFrames knows its messages
    }

    @Override
    public ConfigHelper<RpcClient> defaultJRaftClientConfigHelper(RpcOptions options) {
        if (!(options instanceof TransportOptions own)) {
            throw new IllegalArgumentException("a Raft node of Nemcon is made with TransportOptions, not with "
                    + options.getClass().getName());
        }
        return client -> ((WireRpcClient) client).use(own.transport().peers());
    }

    @Override
    public RpcClient createRpcClient(@Nullable ConfigHelper<RpcClient> helper) {
        WireRpcClient client = new WireRpcClient();
        if (helper != null) {
            helper.config(client);
        }
        return client;
    }

    @Override
    public RpcServer createRpcServer(Endpoint endpoint, @Nullable ConfigHelper<RpcServer> helper) {
        throw new UnsupportedOperationException("the node's wire server listens at " + endpoint);
    }
}
