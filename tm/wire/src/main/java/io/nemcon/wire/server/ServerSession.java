package io.nemcon.wire.server;

import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireService;
import io.nemcon.wire.WireStatus;
import io.nemcon.wire.frame.Faults;
import io.nemcon.wire.frame.Link;
import io.nemcon.wire.proto.Call;
import io.nemcon.wire.proto.Envelope;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection after its handshake: hands calls to services until the end, which it reports once. Event loop only. */
final class ServerSession extends SimpleChannelInboundHandler<Envelope> {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSession.class);

    private final Link link;
    private final Peer peer;
    private final Services services;
    private final WireLimits limits;
    private final AtomicInteger inFlight = new AtomicInteger();
    private boolean ended;

    ServerSession(Link link, String name, Services services, WireLimits limits) {
        this.link = link;
        this.services = services;
        this.limits = limits;
        this.peer = new Peer(link, name, this::endLater);
    }

    void begin() {
        link.established();
        LOG.info("{} connected", peer);
        services.opened(peer);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Envelope envelope) {
        if (ended) {
            return;
        }
        switch (envelope.getBodyCase()) {
            case CALL -> onCall(envelope.getCall());
            case BEAT -> {}
            case BYE -> end("it closed: " + Link.shown(envelope.getBye().getWhy()), false);
            default -> end("it sent " + envelope.getBodyCase() + " after the handshake", true);
        }
    }

    private void onCall(Call call) {
        WireService service = services.find(call.getService());
        if (service == null) {
            refuse(call, WireStatus.UNKNOWN_METHOD, "this node has no service " + call.getService());
            return;
        }
        String full = full();
        if (full != null) {
            refuse(call, WireStatus.BUSY, full);
            return;
        }
        inFlight.incrementAndGet();
        services.handle(service, new ServerCall(peer, call, inFlight::decrementAndGet));
    }

    private @Nullable String full() {
        return inFlight.get() >= limits.inFlightMax()
                ? "inFlightMax = " + limits.inFlightMax() + " calls of this connection wait for their answers"
                : link.congested();
    }

    private void refuse(Call call, WireStatus status, String why) {
        peer.answer(ServerCall.failure(call.getId(), status, why, ""), () -> {});
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Reception.Goodbye goodbye) {
            end(goodbye.why(), true);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end("connection lost", false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (Faults.isDefect(cause)) {
            LOG.error("connection of {} failed", peer, cause);
        }
        end(Faults.describe(cause), Faults.peerListens(cause));
    }

    private void endLater(String why) {
        link.channel().eventLoop().execute(() -> end("closed by this node: " + why, true));
    }

    private void end(String why, boolean tellPeer) {
        if (ended) {
            return;
        }
        ended = true;
        peer.closed();
        LOG.info("{} disconnected: {}", peer, why);
        if (tellPeer) {
            link.bye(why);
        } else {
            link.close();
        }
        services.closed(peer);
    }
}
