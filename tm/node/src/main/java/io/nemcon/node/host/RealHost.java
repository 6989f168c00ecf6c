package io.nemcon.node.host;

import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This JVM's clock and threads. */
final class RealHost implements Host {

    static final RealHost INSTANCE = new RealHost();

    private static final Logger LOG = LoggerFactory.getLogger(RealHost.class);
    private static final long IDLE_SECONDS = 30;

    private final SecureRandom random = new SecureRandom();

    private RealHost() {}

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long randomLong() {
        return random.nextLong();
    }

    @Override
    public Timer timer(String name) {
        return new RealTimer(name);
    }

    @Override
    public Workforce workforce(String name, int threadsMax, int waitingMax) {
        return new RealWorkforce(name, threadsMax, waitingMax);
    }

    @Override
    public Worker start(String name, Runnable body) {
        Thread thread = daemon(name, body);
        thread.start();
        return new RealWorker(thread);
    }

    @Override
    public <T> T await(CompletableFuture<T> future, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos);
    }

    private static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    private static final class RealTimer implements Timer {

        private final String name;
        private final ScheduledThreadPoolExecutor executor;

        RealTimer(String name) {
            this.name = name;
            this.executor = new ScheduledThreadPoolExecutor(1, body -> daemon(name, body));
            executor.setRemoveOnCancelPolicy(true);
        }

        @Override
        public boolean schedule(Runnable task, long delayNanos) {
            try {
                executor.schedule(guarded(task), delayNanos, TimeUnit.NANOSECONDS);
                return true;
            } catch (RejectedExecutionException closed) {
                return false;
            }
        }

        @Override
        public void repeat(Runnable task, long intervalNanos) {
            try {
                executor.scheduleWithFixedDelay(guarded(task), intervalNanos, intervalNanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                LOG.debug("{} is closed: {}", name, closed.getMessage());
            }
        }

        /** The outer edge of the timer's loop: one failing task must not end the periodic ones. */
        private Runnable guarded(Runnable task) {
            return () -> {
                try {
                    task.run();
                } catch (RuntimeException unexpected) {
                    LOG.error("a task of {} failed", name, unexpected);
                }
            };
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    private static final class RealWorkforce implements Workforce {

        private final ThreadPoolExecutor executor;

        RealWorkforce(String name, int threadsMax, int waitingMax) {
            AtomicInteger made = new AtomicInteger();
            ThreadFactory threads = body -> daemon(name + "-" + made.incrementAndGet(), body);
            // a queue that takes tasks lets only core threads be made, so with one all of them are core threads
            this.executor = waitingMax == 0
                    ? new ThreadPoolExecutor(
                            0, threadsMax, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads)
                    : new ThreadPoolExecutor(
                            threadsMax,
                            threadsMax,
                            IDLE_SECONDS,
                            TimeUnit.SECONDS,
                            new LinkedBlockingQueue<>(waitingMax),
                            threads);
            executor.allowCoreThreadTimeOut(true);
        }

        @Override
        public boolean execute(Runnable task) {
            try {
                executor.execute(task);
                return true;
            } catch (RejectedExecutionException fullOrClosed) {
                return false;
            }
        }

        @Override
        public void close() {
            executor.shutdown();
        }
    }

    private record RealWorker(Thread thread) implements Worker {

        @Override
        public void interrupt() {
            thread.interrupt();
        }

        @Override
        public boolean awaitEnd(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
            return !thread.isAlive();
        }
    }
}
