package io.nemcon.wire.server;

import com.google.protobuf.UnsafeByteOperations;
import io.nemcon.wire.WireCall;
import io.nemcon.wire.WirePeer;
import io.nemcon.wire.WireStatus;
import io.nemcon.wire.frame.Link;
import io.nemcon.wire.proto.Call;
import io.nemcon.wire.proto.Envelope;
import io.nemcon.wire.proto.Reply;
import java.util.concurrent.atomic.AtomicBoolean;

/** One call until its answer. Counted in flight until the answer has left for the network. Thread-safe. */
final class ServerCall implements WireCall {

    private final Peer peer;
    private final Call call;
    private final Runnable whenGone;
    private final long arrivedNanos = System.nanoTime();
    private final AtomicBoolean answered = new AtomicBoolean();

    ServerCall(Peer peer, Call call, Runnable whenGone) {
        this.peer = peer;
        this.call = call;
        this.whenGone = whenGone;
    }

    @Override
    public WirePeer peer() {
        return peer;
    }

    @Override
    public int method() {
        return call.getMethod();
    }

    @Override
    public byte[] payload() {
        return call.getPayload().toByteArray();
    }

    @Override
    public long deadlineNanosLeft() {
        return Math.max(0, call.getDeadlineLeftNs() - (System.nanoTime() - arrivedNanos));
    }

    @Override
    public void reply(byte[] payload) {
        Envelope reply = envelope(Reply.newBuilder()
                .setId(call.getId())
                .setStatus(WireStatus.OK.code())
                .setPayload(UnsafeByteOperations.unsafeWrap(payload)));
        String tooLarge = peer.tooLarge(reply);
        if (tooLarge != null) {
            fail(WireStatus.UNKNOWN_OUTCOME, "handled, but the answer cannot be sent: " + tooLarge, "");
            return;
        }
        answer(reply);
    }

    @Override
    public void fail(WireStatus status, String why, String leaderHint) {
        if (status == WireStatus.OK) {
            throw new IllegalArgumentException("a call does not fail with OK");
        }
        answer(failure(call.getId(), status, why, leaderHint));
    }

    /** Answers in the place of a service that threw, unless that had answered before. */
    void failUnlessAnswered(WireStatus status, String why) {
        if (answered.compareAndSet(false, true)) {
            peer.answer(failure(call.getId(), status, why, ""), whenGone);
        }
    }

    static Envelope failure(long id, WireStatus status, String why, String leaderHint) {
        return envelope(Reply.newBuilder()
                .setId(id)
                .setStatus(status.code())
                .setWhy(Link.shown(why))
                .setLeaderHint(Link.shown(leaderHint)));
    }

    private void answer(Envelope reply) {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("call " + call.getId() + " (method " + call.getMethod() + " of service "
                    + call.getService() + ") of " + peer + " was answered before");
        }
        peer.answer(reply, whenGone);
    }

    private static Envelope envelope(Reply.Builder reply) {
        return Envelope.newBuilder().setReply(reply).build();
    }
}
