package io.nemcon.wire.frame;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Event loops on daemon threads with telling names. */
public final class IoThreads {

    private static final long STOP_MS = 2_000;

    private IoThreads() {}

    public static EventLoopGroup create(String role, int threads) {
        return new MultiThreadIoEventLoopGroup(threads, factory(role), NioIoHandler.newFactory());
    }

    /** Threads called {@code nemcon-wire-role-1} and so on. */
    public static ThreadFactory factory(String role) {
        AtomicInteger made = new AtomicInteger();
        return task -> {
            Thread thread = new FastThreadLocalThread(task, "nemcon-wire-" + role + "-" + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Stops the loops and waits for them, unless it is one of them that asks. */
    public static void stop(EventLoopGroup group) {
        group.shutdownGracefully(0, STOP_MS, TimeUnit.MILLISECONDS);
        if (!isOneOf(group)) {
            group.terminationFuture().awaitUninterruptibly(2 * STOP_MS);
        }
    }

    /** Whether this thread is one of the group's. */
    public static boolean isOneOf(EventLoopGroup group) {
        for (EventExecutor loop : group) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }
}
