package io.nemcon.wire.server;

import io.nemcon.wire.WireName;
import io.nemcon.wire.frame.Claim;
import io.nemcon.wire.frame.Faults;
import io.nemcon.wire.frame.Link;
import io.nemcon.wire.proto.Challenge;
import io.nemcon.wire.proto.Envelope;
import io.nemcon.wire.proto.Hello;
import io.nemcon.wire.proto.Proof;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a handshake: Hello, Challenge, Proof, Welcome. Until it is over a peer gets nothing else but a refusal.
 * Event loop only.
 */
final class ServerHandshake extends SimpleChannelInboundHandler<Envelope> {

    private final Link link;
    private final Admission admission;
    private final RefusalLog refusals;
    private final @Nullable String full;
    private final Function<String, ServerSession> session;

    private @Nullable Hello hello;
    private @Nullable Challenge challenge;
    private boolean over;

    /**
     * @param full the limit's name if there is no room for one more connection
     * @param session makes the session of a client with this name
     */
    ServerHandshake(
            Link link,
            Admission admission,
            RefusalLog refusals,
            @Nullable String full,
            Function<String, ServerSession> session) {
        this.link = link;
        this.admission = admission;
        this.refusals = refusals;
        this.full = full;
        this.session = session;
    }

    void begin(Duration timeout) {
        link.channel().eventLoop().schedule(() -> onTimeout(timeout), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Envelope envelope) {
        if (over) {
            return;
        }
        Hello said = hello;
        Challenge asked = challenge;
        switch (envelope.getBodyCase()) {
            case HELLO -> {
                if (said == null) {
                    onHello(envelope.getHello());
                } else {
                    refuse("said hello twice", false);
                }
            }
            case PROOF -> {
                if (said != null && asked != null) {
                    onProof(said, asked, envelope.getProof());
                } else {
                    refuse("sent a proof before it was asked for one", false);
                }
            }
            case REFUSAL -> onRefusal(Link.shown(envelope.getRefusal().getWhy()));
            default -> refuse("sent " + envelope.getBodyCase() + " before the handshake was over", false);
        }
    }

    private void onHello(Hello received) {
        hello = received;
        if (full != null) {
            refuse(full, true);
            return;
        }
        String objection = admission.objection(received);
        if (objection != null) {
            refuse(objection, false);
            return;
        }
        Challenge next = admission.challenge(received);
        challenge = next;
        link.send(Envelope.newBuilder().setChallenge(next).build(), Claim.ALWAYS);
    }

    private void onProof(Hello said, Challenge asked, Proof proof) {
        String objection = admission.objection(said, asked, proof);
        if (objection != null) {
            refuse(objection, false);
            return;
        }
        over = true;
        ServerSession next = session.apply(Link.shown(said.getName()));
        link.owner(this, next);
        link.send(
                Envelope.newBuilder().setWelcome(admission.welcome(said, asked)).build(), Claim.ALWAYS);
        next.begin();
    }

    /** The client did not like what it found here. */
    private void onRefusal(String why) {
        over = true;
        refusals.add(who(), "turned away: " + why);
        link.close();
    }

    private void onTimeout(Duration timeout) {
        if (!over) {
            refuse("did not finish its handshake within " + timeout.toMillis() + " ms (handshakeTimeout)", true);
        }
    }

    private void refuse(String why, boolean passing) {
        over = true;
        refusals.add(who(), "refused: " + why);
        link.refuse("client " + name() + why, passing);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        over = true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (over) {
            return;
        }
        if (Faults.peerListens(cause)) {
            refuse(Faults.describe(cause), false);
            return;
        }
        over = true;
        refusals.add(who(), Faults.describe(cause));
        link.close();
    }

    private String name() {
        Hello said = hello;
        return said == null ? "" : WireName.printable(said.getName(), WireName.CHARACTERS_MAX) + " ";
    }

    private String who() {
        return name() + "(" + link.remote() + ")";
    }
}
