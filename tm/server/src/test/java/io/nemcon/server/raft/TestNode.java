package io.nemcon.server.raft;

import com.alipay.sofa.jraft.JRaftServiceFactory;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.LogException;
import io.nemcon.node.log.LogState;
import io.nemcon.node.log.ReplicatedLog.ProposeCallback;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import io.nemcon.node.log.ReplicatedLog.ReadCallback;
import io.nemcon.node.log.Role;
import io.nemcon.server.raft.rpc.RaftTransport;
import io.nemcon.wire.WireEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** One node of a test, as often as it is started. */
final class TestNode {

    private final RaftLogConfig config;
    private final Network network;
    private JRaftServiceFactory storages;
    private RaftLog log;
    private Recorder recorder;

    TestNode(RaftLogConfig config, Network network) {
        this.config = config;
        this.network = network;
    }

    void useStorages(JRaftServiceFactory factory) {
        storages = factory;
    }

    void start() throws LogException {
        RaftTransport transport = new RaftTransport(Host.real(), network.linksOf(config.self()));
        network.listen(config.self(), transport.service());
        recorder = new Recorder();
        log = new RaftLog(Host.real(), config, transport, storages);
        log.start(recorder);
    }

    void stop() {
        if (log == null) {
            return;
        }
        log.close();
        log = null;
        network.gone(config.self());
    }

    boolean isRunning() {
        return log != null;
    }

    RaftLogConfig config() {
        return config;
    }

    WireEndpoint self() {
        return config.self();
    }

    RaftLog log() {
        return log;
    }

    Recorder recorder() {
        return recorder;
    }

    LogState state() {
        return log.state();
    }

    boolean leads() {
        return log != null && log.state().role() == Role.LEADER;
    }

    /** What became of a proposal: its index, or what was said instead. */
    record Answer(long index, ProposeFailure failure, String why) {
        boolean committed() {
            return failure == null;
        }
    }

    CompletableFuture<Answer> propose(String entry) {
        return propose(entry, log.state().term());
    }

    CompletableFuture<Answer> propose(String entry, long term) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Recorder present = recorder;
        log.propose(entry.getBytes(StandardCharsets.UTF_8), term, new ProposeCallback() {
            @Override
            public void committed(long index) {
                present.checkThread("committed");
                if (present.index() < index) {
                    present.complaints().add("committed " + index + " at " + present.index());
                }
                answered(new Answer(index, null, ""));
            }

            @Override
            public void failed(ProposeFailure failure, String why) {
                answered(new Answer(0, failure, why));
            }

            private void answered(Answer what) {
                if (!answer.complete(what)) {
                    present.complaints().add("answered twice: " + what);
                }
            }
        });
        return answer;
    }

    /** True once ready, false if it failed. */
    CompletableFuture<Boolean> read() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Recorder present = recorder;
        log.readIndex(new ReadCallback() {
            @Override
            public void ready() {
                present.checkThread("ready");
                answer.complete(true);
            }

            @Override
            public void failed(String why) {
                answer.complete(false);
            }
        });
        return answer;
    }
}
