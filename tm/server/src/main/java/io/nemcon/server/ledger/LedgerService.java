package io.nemcon.server.ledger;

import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.protocol.AnswerCodec;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.QueryCodec;
import io.nemcon.core.protocol.ResultCodec;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.GroupException;
import io.nemcon.node.LedgerNode;
import io.nemcon.node.LedgerProtocol;
import io.nemcon.node.NodeStatus;
import io.nemcon.node.NotLeaderException;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import io.nemcon.wire.WireCall;
import io.nemcon.wire.WirePeer;
import io.nemcon.wire.WireService;
import io.nemcon.wire.WireStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Service 1 of a node's port. A connection is one channel of the node: its death is told to the leader's leases. */
public final class LedgerService implements WireService {

    private final Host host;
    private final LedgerNode node;
    private final String version;
    private volatile boolean open;

    public LedgerService(Host host, LedgerNode node, String version) {
        this.host = host;
        this.node = node;
        this.version = version;
    }

    /** The node's log is open: from now on requests are taken. */
    public void open() {
        open = true;
    }

    @Override
    public int number() {
        return LedgerProtocol.SERVICE;
    }

    @Override
    public void peerOpened(WirePeer peer) {
        GroupChannel channel = node.channel(peer.name() + " at " + peer.remote());
        channel.onNews(new PushedNews(host, peer));
        peer.attach(GroupChannel.class, channel);
    }

    @Override
    public void peerClosed(WirePeer peer) {
        GroupChannel channel = peer.attachment(GroupChannel.class);
        if (channel != null && open) {
            channel.close();
        }
    }

    @Override
    public void handle(WireCall call) {
        GroupChannel channel = call.peer().attachment(GroupChannel.class);
        if (channel == null || !open) {
            call.fail(WireStatus.UNAVAILABLE, open ? "the connection is closing" : "this node is starting", "");
            return;
        }
        try {
            host.at(
                    CrashPoint.NODE_REQUEST_RECEIVED,
                    why -> new GroupException(GroupException.Knowledge.NOT_DONE, why));
            answer(call, channel);
        } catch (GroupException notTaken) {
            fail(call, notTaken);
        } catch (MalformedBytesException | IllegalArgumentException bad) {
            call.fail(WireStatus.REFUSED, "a request of method " + call.method() + ": " + bad.getMessage(), "");
        }
    }

    private void answer(WireCall call, GroupChannel channel) {
        switch (call.method()) {
            case LedgerProtocol.PROPOSE ->
                reply(call, channel.propose(CommandCodec.decode(call.payload())), ResultCodec::encode);
            case LedgerProtocol.QUERY ->
                reply(call, channel.query(QueryCodec.decode(call.payload())), AnswerCodec::encode);
            case LedgerProtocol.HEARTBEAT ->
                reply(
                        call,
                        channel.heartbeat(LedgerProtocol.decodeSession(call.payload())),
                        LedgerProtocol::encodeAlive);
            case LedgerProtocol.INQUIRE ->
                reply(call, channel.inquire(LedgerProtocol.decodeGtrids(call.payload())), passedOn -> new byte[0]);
            case LedgerProtocol.COMMIT_JOINED -> {
                LedgerProtocol.CommitJoined commit = LedgerProtocol.decodeCommitJoined(call.payload());
                reply(call, channel.commitJoined(commit.decide(), commit.votesWithinMs()), ResultCodec::encode);
            }
            case LedgerProtocol.VOTE ->
                reply(call, channel.vote(JoinedVote.fromBytes(call.payload())), taken -> new byte[0]);
            case LedgerProtocol.NODE_STATUS -> reply(call, node.status(version), NodeStatus::toBytes);
            default -> call.fail(WireStatus.UNKNOWN_METHOD, "the ledger has no method " + call.method(), "");
        }
    }

    private <T> void reply(WireCall call, CompletableFuture<T> future, Function<T, byte[]> encode) {
        future.thenApply(value -> {
                    host.at(CrashPoint.NODE_BEFORE_REPLY);
                    return encode.apply(value);
                })
                .whenComplete((reply, failure) -> {
                    if (failure == null) {
                        call.reply(reply);
                    } else {
                        fail(call, failure);
                    }
                });
    }

    private static void fail(WireCall call, Throwable wrapped) {
        Throwable cause = wrapped.getCause();
        Throwable failure = wrapped instanceof CompletionException && cause != null ? cause : wrapped;
        if (failure instanceof NotLeaderException notLeader) {
            call.fail(WireStatus.NOT_LEADER, String.valueOf(notLeader.getMessage()), notLeader.leader());
        } else if (failure instanceof GroupException known) {
            call.fail(status(known.knowledge()), String.valueOf(known.getMessage()), "");
        } else {
            call.fail(WireStatus.UNKNOWN_OUTCOME, "the node failed: " + failure, "");
        }
    }

    private static WireStatus status(GroupException.Knowledge knowledge) {
        return switch (knowledge) {
            case NOT_DONE -> WireStatus.UNAVAILABLE;
            case UNKNOWN -> WireStatus.UNKNOWN_OUTCOME;
            case REFUSED -> WireStatus.REFUSED;
        };
    }
}
