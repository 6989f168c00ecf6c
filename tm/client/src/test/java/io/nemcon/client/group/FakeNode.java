package io.nemcon.client.group;

import io.nemcon.client.fake.FakeGroup;
import io.nemcon.core.protocol.AnswerCodec;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.QueryCodec;
import io.nemcon.core.protocol.ResultCodec;
import io.nemcon.node.LedgerProtocol;
import io.nemcon.wire.WireCall;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WirePeer;
import io.nemcon.wire.WireSecurity;
import io.nemcon.wire.WireService;
import io.nemcon.wire.WireStatus;
import io.nemcon.wire.server.WireServer;
import io.nemcon.wire.server.WireServerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A TM node on a real port, whose ledger is in memory and which misbehaves as told. */
final class FakeNode implements WireService, AutoCloseable {

    private final FakeGroup group;
    private final WireServer server;
    private final List<byte[]> payloads = new ArrayList<>();
    private final List<WirePeer> peers = new ArrayList<>();
    private volatile boolean leads;
    private volatile String hint = "";

    /** What to do with a call instead of answering it; true if it was taken. */
    private volatile Predicate<WireCall> trick = call -> false;

    FakeNode(FakeGroup group) {
        this(group, WireSecurity.none());
    }

    FakeNode(FakeGroup group, WireSecurity security) {
        this.group = group;
        this.server = new WireServer(
                new WireServerConfig("node", "127.0.0.1", 0, "", security, WireLimits.defaults()), List.of(this));
        server.start();
    }

    WireEndpoint endpoint() {
        return new WireEndpoint("127.0.0.1", server.port());
    }

    FakeNode leads() {
        leads = true;
        return this;
    }

    FakeNode follows(String leader) {
        leads = false;
        hint = leader;
        return this;
    }

    FakeNode trick(Predicate<WireCall> next) {
        trick = next;
        return this;
    }

    synchronized List<byte[]> payloads() {
        return List.copyOf(payloads);
    }

    synchronized void push(int method, byte[] payload) {
        peers.forEach(peer -> peer.push(LedgerProtocol.SERVICE, method, payload));
    }

    /** Cuts every connection; clients connect again by themselves. */
    synchronized void cut() {
        peers.forEach(peer -> peer.close("cut by the test"));
        peers.clear();
    }

    @Override
    public int number() {
        return LedgerProtocol.SERVICE;
    }

    @Override
    public synchronized void peerOpened(WirePeer peer) {
        peers.add(peer);
    }

    @Override
    public void handle(WireCall call) {
        synchronized (this) {
            payloads.add(call.payload());
        }
        if (trick.test(call)) {
            return;
        }
        if (!leads) {
            call.fail(WireStatus.NOT_LEADER, "this node does not lead", hint);
            return;
        }
        carryOut(call);
    }

    void carryOut(WireCall call) {
        switch (call.method()) {
            case LedgerProtocol.PROPOSE ->
                group.propose(CommandCodec.decode(call.payload()))
                        .thenAccept(result -> call.reply(ResultCodec.encode(result)));
            case LedgerProtocol.QUERY ->
                group.query(QueryCodec.decode(call.payload()))
                        .thenAccept(answer -> call.reply(AnswerCodec.encode(answer)));
            case LedgerProtocol.HEARTBEAT ->
                group.heartbeat(LedgerProtocol.decodeSession(call.payload()))
                        .thenAccept(alive -> call.reply(LedgerProtocol.encodeAlive(alive)));
            case LedgerProtocol.INQUIRE -> call.reply(new byte[0]);
            default -> call.fail(WireStatus.UNKNOWN_METHOD, "no method " + call.method(), "");
        }
    }

    /** The ledger does it, and the answer is lost. */
    void carryOutAndLoseTheAnswer(WireCall call) {
        group.propose(CommandCodec.decode(call.payload()));
        call.fail(WireStatus.UNKNOWN_OUTCOME, "leadership was lost", "");
    }

    @Override
    public void close() {
        server.close();
    }
}
