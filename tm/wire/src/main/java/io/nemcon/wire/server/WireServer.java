package io.nemcon.wire.server;

import io.nemcon.wire.WireException;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireService;
import io.nemcon.wire.WireStatus;
import io.nemcon.wire.frame.IoThreads;
import io.nemcon.wire.handshake.TlsContexts;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listening port and the services behind it. Started once, closed once; both from any thread.
 *
 * <p>Listens on a network only with TLS and authentication; on loopback also without.
 */
public final class WireServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WireServer.class);
    private static final int BACKLOG = 1024;

    private final WireServerConfig config;
    private final Services services;

    private @Nullable Reception reception;
    private @Nullable EventLoopGroup loops;
    private volatile @Nullable Channel listening;
    private boolean closed;

    public WireServer(WireServerConfig config, List<WireService> services) {
        this.config = config;
        this.services = new Services(services);
    }

    /**
     * Listens.
     *
     * @throws WireException in one sentence what is not right: the address, the port, a PEM file, the missing security
     */
    public synchronized void start() throws WireException {
        if (closed || loops != null) {
            throw new IllegalStateException("server " + config.name() + " was started before");
        }
        InetSocketAddress address = Exposure.check(config);
        SslContext tls = TlsContexts.server(config.security());
        Reception connections = new Reception(config, services, tls);
        EventLoopGroup group = IoThreads.create(config.name(), config.limits().ioThreads());
        ChannelFuture bound = bootstrap(group, connections).bind(address).awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            IoThreads.stop(group);
            throw new WireException(
                    WireStatus.UNAVAILABLE,
                    "server " + config.name() + " cannot listen on " + config.host() + ":" + config.port() + ": "
                            + failure.getMessage(),
                    failure);
        }
        reception = connections;
        loops = group;
        listening = bound.channel();
        LOG.info("{} listens on {}:{} with {}", config.name(), config.host(), port(), config.security());
    }

    private ServerBootstrap bootstrap(EventLoopGroup group, Reception connections) {
        WireLimits limits = config.limits();
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(limits.writeBufferBytes() / 2, limits.writeBufferBytes()))
                .childHandler(connections);
    }

    /** The port it listens on, the one that the system picked if 0 was configured. */
    public int port() {
        Channel channel = listening;
        if (channel == null) {
            throw new IllegalStateException("server " + config.name() + " does not listen");
        }
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Stops listening, tells every peer, closes. Idempotent. */
    @Override
    public void close() {
        EventLoopGroup group;
        synchronized (this) {
            closed = true;
            group = loops;
            loops = null;
        }
        Channel channel = listening;
        Reception connections = reception;
        if (group != null && channel != null && connections != null) {
            channel.close();
            connections.goodbye("node " + config.name() + " is shutting down");
            if (!IoThreads.isOneOf(group)) {
                connections.awaitEmpty();
            }
            connections.closeAll();
            IoThreads.stop(group);
        }
    }
}
