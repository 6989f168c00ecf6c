package io.nemcon.wire.server;

import io.nemcon.wire.WireLimits;
import io.nemcon.wire.frame.Link;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes connections in and knows the open ones. Thread-safe. */
final class Reception extends ChannelInitializer<SocketChannel> {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final WireServerConfig config;
    private final Services services;
    private final @Nullable SslContext tls;
    private final Admission admission;
    private final RefusalLog refusals;
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    Reception(WireServerConfig config, Services services, @Nullable SslContext tls) {
        this.config = config;
        this.services = services;
        this.tls = tls;
        this.admission = new Admission(config);
        this.refusals = new RefusalLog(config.name());
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        WireLimits limits = config.limits();
        Link link = Link.install(channel, limits, tls == null ? null : tls.newHandler(channel.alloc()));
        open.add(channel);
        channel.closeFuture().addListener(gone -> open.remove(channel));
        String full = open.size() > limits.connectionsMax()
                ? "found connectionsMax = " + limits.connectionsMax() + " connections taken"
                : null;
        ServerHandshake handshake = new ServerHandshake(
                link, admission, refusals, full, name -> new ServerSession(link, name, services, limits));
        link.owner(null, handshake);
        handshake.begin(limits.handshakeTimeout());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.error(
                "{} cannot take in a connection of {}",
                config.name(),
                context.channel().remoteAddress(),
                cause);
        context.close();
    }

    /** Tells every peer why. */
    void goodbye(String why) {
        for (Channel channel : open) {
            channel.pipeline().fireUserEventTriggered(new Goodbye(why));
        }
    }

    /** Gives the peers a moment to close by themselves, having read why. Not for event loops. */
    void awaitEmpty() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Channel channel : open) {
            channel.closeFuture().awaitUninterruptibly(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    void closeAll() {
        open.forEach(Channel::close);
    }

    /** Asks a connection's owner to end it. */
    record Goodbye(String why) {}
}
