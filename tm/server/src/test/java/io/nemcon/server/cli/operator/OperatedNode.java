package io.nemcon.server.cli.operator;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.core.protocol.Witness;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.LedgerNode;
import io.nemcon.node.LedgerNodeConfig;
import io.nemcon.node.LedgerProtocol;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.local.LocalLog;
import io.nemcon.node.log.local.LocalLogConfig;
import io.nemcon.server.ledger.LedgerService;
import io.nemcon.wire.WireCall;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WirePeer;
import io.nemcon.wire.WireSecurity;
import io.nemcon.wire.WireService;
import io.nemcon.wire.server.WireServer;
import io.nemcon.wire.server.WireServerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A node with a real port and log, one application's session and one agent's, both played by the test. */
final class OperatedNode implements WireService, AutoCloseable {

    static final ResourceName ORDERS = new ResourceName("orders");

    final SessionId app;
    final SessionId agent;
    private final LedgerNode node;
    private final LedgerService ledger;
    private final WireServer server;
    private final GroupChannel channel;
    private final Answer.Status status;

    /** What to do with a call instead of answering it; true if it was taken. */
    private volatile Predicate<WireCall> trick = call -> false;

    OperatedNode(Path folder, WireSecurity security) throws Exception {
        node = new LedgerNode(
                Host.real(), LedgerNodeConfig.forGroup(), new LocalLog(LocalLogConfig.of(folder)), cause -> {});
        node.start();
        node.leading().get(30, TimeUnit.SECONDS);
        ledger = new LedgerService(Host.real(), node, "test");
        ledger.open();
        server = new WireServer(
                new WireServerConfig("node", "127.0.0.1", 0, "", security, WireLimits.defaults()), List.of(this));
        server.start();
        channel = node.channel("test");
        app = open("shop", SessionKind.CLIENT);
        agent = open("agent at db1", SessionKind.AGENT);
        status = (Answer.Status) get(channel.query(new Query.Status()));
        request(agent, new SessionCommand.RegisterAgent(ORDERS, 1));
    }

    private SessionId open(String name, SessionKind kind) throws Exception {
        Command opening = new Command.OpenSession(1, name.hashCode(), kind, name, 600_000);
        return ((Result.SessionOpened) get(channel.propose(opening))).session();
    }

    String endpoint() {
        return "127.0.0.1:" + server.port();
    }

    Gtrid gtrid(SessionId session, long sequence) {
        return new Gtrid(status.group(), status.incarnation(), session, sequence);
    }

    /** A transaction of a session that the group does not know any more. */
    Gtrid forgotten(long sequence) {
        return gtrid(new SessionId(3), sequence);
    }

    Result request(SessionId session, SessionCommand command) throws Exception {
        return get(channel.propose(new Command.FromSession(new RequestHeader(session, 0, 1, 1), command)));
    }

    Gtrid committed(long sequence) throws Exception {
        Gtrid gtrid = gtrid(app, sequence);
        request(
                app,
                new SessionCommand.Decide(
                        gtrid,
                        Decision.COMMIT,
                        Reason.NONE,
                        List.of(new DecidedBranch(ORDERS, 0, new Witness("731")))));
        return gtrid;
    }

    long report(IncidentKind kind, String branch, String evidence) throws Exception {
        Result result = request(agent, new SessionCommand.OpenIncident(kind, ORDERS, branch, evidence));
        return ((Result.IncidentOpened) result).incident();
    }

    long reportForgotten(Gtrid gtrid) throws Exception {
        return report(
                IncidentKind.FORGOTTEN_BRANCH, BranchId.of(gtrid, ORDERS, 0).toString(), "prepared for 600 s");
    }

    void finished(Gtrid gtrid) throws Exception {
        request(agent, new SessionCommand.Finished(List.of(new FinishedBranch(BranchId.of(gtrid, ORDERS, 0)))));
    }

    /** For the calls of one method that come from now on. */
    void trick(int method, Predicate<WireCall> with) {
        trick = call -> call.method() == method && with.test(call);
    }

    @Override
    public int number() {
        return LedgerProtocol.SERVICE;
    }

    @Override
    public void peerOpened(WirePeer peer) {
        ledger.peerOpened(peer);
    }

    @Override
    public void peerClosed(WirePeer peer) {
        ledger.peerClosed(peer);
    }

    @Override
    public void handle(WireCall call) {
        if (!trick.test(call)) {
            ledger.handle(call);
        }
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        server.close();
        node.close();
    }
}
