package io.nemcon.wire.client;

import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.frame.IoThreads;
import io.nemcon.wire.frame.Link;
import io.nemcon.wire.handshake.TlsContexts;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes channels. Host names are looked up on threads of their own: a name server that does not answer must not hold up the
 * signs of life of other connections. Thread-safe.
 */
final class Dialer implements AutoCloseable {

    private static final int LOOKUPS_AT_ONCE = 4;
    private static final int LOOKUPS_WAITING_MAX = 256;
    private static final long IDLE_SECONDS = 10;

    private final WireLimits limits;
    private final Introduction introduction;
    private final @Nullable SslContext tls;
    private final ThreadPoolExecutor lookups;

    Dialer(WireClientConfig config) {
        this.limits = config.limits();
        this.introduction = new Introduction(config);
        this.tls = TlsContexts.client(config.security());
        this.lookups = new ThreadPoolExecutor(
                LOOKUPS_AT_ONCE,
                LOOKUPS_AT_ONCE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(LOOKUPS_WAITING_MAX),
                IoThreads.factory("names"));
        lookups.allowCoreThreadTimeOut(true);
    }

    /**
     * Tries once; the line is told the outcome on its loop.
     *
     * @param attempt a host with several addresses is tried at one after the other
     */
    void dial(Line line, EventLoop loop, WireEndpoint endpoint, int attempt) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(endpoint.host());
        if (literal != null) {
            connect(line, loop, endpoint, new InetAddress[] {address(literal)}, 0);
            return;
        }
        try {
            lookups.execute(() -> {
                InetAddress[] found = lookUp(endpoint.host());
                line.onLoop(() -> connect(line, loop, endpoint, found, attempt));
            });
        } catch (RejectedExecutionException e) {
            line.failed(LOOKUPS_WAITING_MAX + " look-ups of host names are waiting");
        }
    }

    private static InetAddress address(byte[] literal) {
        try {
            return InetAddress.getByAddress(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + literal.length + " bytes", e);
        }
    }

    /** Empty if the host is not known. */
    private static InetAddress[] lookUp(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            return new InetAddress[0];
        }
    }

    private void connect(Line line, EventLoop loop, WireEndpoint endpoint, InetAddress[] addresses, int attempt) {
        if (line.isClosed()) {
            return;
        }
        if (addresses.length == 0) {
            line.failed("host " + endpoint.host() + " is not known");
            return;
        }
        InetAddress address = addresses[Math.floorMod(attempt, addresses.length)];
        ChannelFuture connected =
                bootstrap(line, loop, endpoint).connect(new InetSocketAddress(address, endpoint.port()));
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                line.failed("cannot connect: " + done.cause().getMessage());
            }
        });
        line.dialled(connected.channel());
    }

    private Bootstrap bootstrap(Line line, EventLoop loop, WireEndpoint endpoint) {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(Integer.MAX_VALUE, limits.connectTimeout().toMillis()))
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(limits.writeBufferBytes() / 2, limits.writeBufferBytes()))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        Link link = Link.install(
                                channel,
                                limits,
                                tls == null ? null : tls.newHandler(channel.alloc(), endpoint.host(), endpoint.port()));
                        link.owner(null, new ClientHandshake(link, introduction, limits, line));
                    }
                });
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
