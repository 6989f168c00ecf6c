package io.nemcon.wire.client;

import com.google.protobuf.UnsafeByteOperations;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireStatus;
import io.nemcon.wire.frame.Faults;
import io.nemcon.wire.frame.Link;
import io.nemcon.wire.proto.Call;
import io.nemcon.wire.proto.Envelope;
import io.nemcon.wire.proto.Reply;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection after its handshake: sends calls, matches answers to them by id, ends them all with the connection. Calls
 * come from any thread; all else is event loop only.
 */
final class ClientSession extends SimpleChannelInboundHandler<Envelope> {

    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

    /** Longer deadlines are cut to this, so that no call stays for ever. */
    static final Duration DEADLINE_MAX = Duration.ofHours(24);

    private static final long SWEEP_MS = 10;

    /** Hears what happens here. Event loop only. */
    interface Owner {
        void pushed(int service, int method, byte[] payload);

        /** Once, and before the session's calls are given up: whoever asks again then finds the line down. */
        void ended(ClientSession session, String why);
    }

    private final Link link;
    private final WireEndpoint endpoint;
    private final String peerName;
    private final String peerGroup;
    private final Owner owner;
    private final InFlight inFlight;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private @Nullable String endedBecause;

    ClientSession(Link link, WireEndpoint endpoint, String peerName, String peerGroup, WireLimits limits, Owner owner) {
        this.link = link;
        this.endpoint = endpoint;
        this.peerName = peerName;
        this.peerGroup = peerGroup;
        this.owner = owner;
        this.inFlight = new InFlight(limits.inFlightMax());
    }

    String peerName() {
        return peerName;
    }

    String peerGroup() {
        return peerGroup;
    }

    CompletableFuture<byte[]> call(int service, int method, byte[] payload, Duration deadline) {
        long nanos = (deadline.compareTo(DEADLINE_MAX) < 0 ? deadline : DEADLINE_MAX).toNanos();
        PendingCall call = new PendingCall(ids.incrementAndGet(), System.nanoTime() + nanos, endpoint, service, method);
        if (nanos <= 0) {
            call.fail(WireStatus.UNAVAILABLE, "its deadline has passed before it was sent", "");
        } else {
            send(call, envelope(call.id, service, method, payload, nanos));
        }
        return call.future;
    }

    private void send(PendingCall call, Envelope envelope) {
        String tooLarge = link.tooLarge(envelope);
        if (tooLarge != null) {
            call.fail(WireStatus.REFUSED, tooLarge, "");
            return;
        }
        String full = link.congested();
        if (full == null) {
            full = inFlight.add(call);
        }
        if (full != null) {
            call.fail(WireStatus.BUSY, full, "");
            return;
        }
        if (!call.future.isDone()) {
            link.send(envelope, call).addListener(written -> onWritten(call, written));
            sweepSoon();
        }
    }

    private void onWritten(PendingCall call, Future<?> written) {
        if (!written.isSuccess()) {
            String why = endedBecause;
            inFlight.undelivered(call.id, "not sent: " + (why == null ? Faults.describe(written.cause()) : why));
        }
    }

    private static Envelope envelope(long id, int service, int method, byte[] payload, long deadlineNanos) {
        return Envelope.newBuilder()
                .setCall(Call.newBuilder()
                        .setId(id)
                        .setService(service)
                        .setMethod(method)
                        .setDeadlineLeftNs(deadlineNanos)
                        .setPayload(UnsafeByteOperations.unsafeWrap(payload)))
                .build();
    }

    /** Deadlines are looked at only while something is in flight. */
    private void sweepSoon() {
        if (!sweeping.compareAndSet(false, true)) {
            return;
        }
        try {
            link.channel().eventLoop().schedule(this::sweep, SWEEP_MS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            inFlight.end("the client is closed, and its event loops have stopped");
        }
    }

    private void sweep() {
        inFlight.expire(System.nanoTime());
        sweeping.set(false);
        if (!inFlight.isEmpty()) {
            sweepSoon();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Envelope envelope) {
        if (endedBecause != null) {
            return;
        }
        switch (envelope.getBodyCase()) {
            case REPLY -> onReply(envelope.getReply());
            case PUSH ->
                owner.pushed(
                        envelope.getPush().getService(),
                        envelope.getPush().getMethod(),
                        envelope.getPush().getPayload().toByteArray());
            case BEAT -> {}
            case BYE ->
                end("the node closed it: " + Link.shown(envelope.getBye().getWhy()), false);
            default -> end("the node sent " + envelope.getBodyCase() + " after the handshake", true);
        }
    }

    private void onReply(Reply reply) {
        PendingCall call = inFlight.take(reply.getId());
        if (call == null) {
            return; // late: its deadline has passed, and its caller was told so
        }
        WireStatus status = WireStatus.ofCode(reply.getStatus());
        if (status == WireStatus.OK) {
            call.succeed(reply.getPayload().toByteArray());
        } else {
            call.fail(status, Link.shown(reply.getWhy()), Link.shown(reply.getLeaderHint()));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end("connection lost", false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (Faults.isDefect(cause)) {
            LOG.error("connection to {} failed", peerName, cause);
        }
        end(Faults.describe(cause), Faults.peerListens(cause));
    }

    /** Event loop only. */
    void end(String why, boolean tellPeer) {
        if (endedBecause != null) {
            return;
        }
        endedBecause = why;
        owner.ended(this, why);
        if (tellPeer) {
            link.bye(why);
        } else {
            link.close();
        }
        inFlight.end(why);
    }
}
