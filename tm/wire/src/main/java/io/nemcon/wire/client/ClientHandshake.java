package io.nemcon.wire.client;

import io.nemcon.wire.WireLimits;
import io.nemcon.wire.frame.Claim;
import io.nemcon.wire.frame.Faults;
import io.nemcon.wire.frame.Link;
import io.nemcon.wire.proto.Challenge;
import io.nemcon.wire.proto.Envelope;
import io.nemcon.wire.proto.Hello;
import io.nemcon.wire.proto.Refusal;
import io.nemcon.wire.proto.Welcome;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of a handshake: Hello, Challenge, Proof, Welcome. Ends in a session, a refusal or a failure, which its
 * line is told once. Event loop only.
 */
final class ClientHandshake extends SimpleChannelInboundHandler<Envelope> {

    private final Link link;
    private final Introduction introduction;
    private final WireLimits limits;
    private final Line line;
    private final Hello hello;

    private @Nullable Challenge challenge;
    private boolean over;

    ClientHandshake(Link link, Introduction introduction, WireLimits limits, Line line) {
        this.link = link;
        this.introduction = introduction;
        this.limits = limits;
        this.line = line;
        this.hello = introduction.hello();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        link.send(Envelope.newBuilder().setHello(hello).build(), Claim.ALWAYS);
        link.channel()
                .eventLoop()
                .schedule(this::onTimeout, limits.handshakeTimeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Envelope envelope) {
        if (over) {
            return;
        }
        Challenge asked = challenge;
        switch (envelope.getBodyCase()) {
            case CHALLENGE -> {
                if (asked == null) {
                    onChallenge(envelope.getChallenge());
                } else {
                    refuse("asked for a proof twice");
                }
            }
            case WELCOME -> {
                if (asked != null) {
                    onWelcome(asked, envelope.getWelcome());
                } else {
                    refuse("sent a welcome before it asked for a proof");
                }
            }
            case REFUSAL -> onRefusal(envelope.getRefusal());
            default -> refuse("sent " + envelope.getBodyCase() + " before the handshake was over");
        }
    }

    private void onChallenge(Challenge received) {
        String objection = introduction.objection(received);
        if (objection != null) {
            refuse(objection);
            return;
        }
        challenge = received;
        link.send(
                Envelope.newBuilder()
                        .setProof(introduction.proof(hello, received))
                        .build(),
                Claim.ALWAYS);
    }

    private void onWelcome(Challenge asked, Welcome welcome) {
        String objection = introduction.objection(hello, asked, welcome);
        if (objection != null) {
            refuse(objection);
            return;
        }
        over = true;
        ClientSession session = new ClientSession(
                link, line.endpoint(), Link.shown(welcome.getName()), Link.shown(welcome.getGroup()), limits, line);
        link.owner(this, session);
        link.established();
        line.established(session);
    }

    private void onRefusal(Refusal refusal) {
        over = true;
        link.close();
        String why = "refused: " + Link.shown(refusal.getWhy());
        if (refusal.getPassing()) {
            line.failed(why);
        } else {
            line.refused(why);
        }
    }

    /** The node is not what it should be. */
    private void refuse(String why) {
        over = true;
        link.refuse("the node " + why, false);
        line.refused("the node " + why);
    }

    private void onTimeout() {
        fail("no handshake within " + limits.handshakeTimeout().toMillis() + " ms (handshakeTimeout)");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail("the connection was closed during the handshake");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (over) {
            return;
        }
        if (Faults.peerListens(cause)) {
            refuse(Faults.describe(cause));
        } else if (Faults.tlsRefused(cause)) {
            over = true;
            link.close();
            line.refused(Faults.describe(cause));
        } else {
            fail(Faults.describe(cause));
        }
    }

    private void fail(String why) {
        if (!over) {
            over = true;
            link.close();
            line.failed(why);
        }
    }
}
