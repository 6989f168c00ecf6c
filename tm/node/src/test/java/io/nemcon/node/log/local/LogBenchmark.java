package io.nemcon.node.log.local;

import io.nemcon.node.log.ReplicatedLog.ProposeCallback;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A main, not a test: entries a second and latency of a closed loop, beside a bare group-commit loop that only writes and
 * forces. Both are open at once and take turns of half a second, so that a busy machine is unfair to neither.
 * Arguments: the folder to work in, turns (20), bytes an entry (256).
 */
final class LogBenchmark {

    private static final int[] THREADS = {1, 8, 32};
    private static final long TURN_MS = 500;
    private static final int WARM_UP_TURNS = 4;

    private LogBenchmark() {}

    /** Whatever makes an entry durable before it returns. */
    private interface Subject extends AutoCloseable {
        void append(byte[] entry);
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(args[0]), "log");
        int turns = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        byte[] entry = new byte[args.length > 2 ? Integer.parseInt(args[2]) : 256];
        try (Subject bare = new BareLoop(folder.resolve("bare"));
                Subject local = new Local(folder.resolve("local"))) {
            for (int threads : THREADS) {
                List<Figures> ofBare = new ArrayList<>();
                List<Figures> ofLocal = new ArrayList<>();
                for (int turn = -WARM_UP_TURNS; turn < turns; turn++) {
                    Figures first = turn(bare, threads, entry);
                    Figures second = turn(local, threads, entry);
                    if (turn >= 0) {
                        ofBare.add(first);
                        ofLocal.add(second);
                    }
                }
                print("bare loop", threads, ofBare);
                print("LocalLog ", threads, ofLocal);
            }
        }
    }

    /** Of one turn. */
    private record Figures(long perSecond, double p50, double p99) {}

    private static void print(String name, int threads, List<Figures> turns) {
        List<Figures> sorted = turns.stream()
                .sorted(Comparator.comparingLong(Figures::perSecond))
                .toList();
        System.out.printf(
                "%s %2d threads: median turn %s; best turn %s%n",
                name, threads, words(sorted.get(sorted.size() / 2)), words(sorted.get(sorted.size() - 1)));
    }

    private static String words(Figures turn) {
        return String.format("%,8d /s p50 %.3f ms p99 %.3f ms", turn.perSecond, turn.p50, turn.p99);
    }

    private static Figures turn(Subject subject, int threads, byte[] entry) throws InterruptedException {
        long[] nanos = measure(subject, threads, TURN_MS, entry);
        return new Figures(nanos.length * 1000L / TURN_MS, at(nanos, 0.5), at(nanos, 0.99));
    }

    private static double at(long[] sortedNanos, double quantile) {
        return sortedNanos[(int) ((sortedNanos.length - 1) * quantile)] / 1e6;
    }

    /** The latency of each append, sorted. */
    private static long[] measure(Subject subject, int threads, long millis, byte[] entry) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000L;
        List<long[]> all = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                long[] latencies = loop(subject, entry, end);
                synchronized (all) {
                    all.add(latencies);
                }
            });
            running.add(thread);
            thread.start();
        }
        for (Thread thread : running) {
            thread.join();
        }
        return all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    private static long[] loop(Subject subject, byte[] entry, long end) {
        long[] latencies = new long[1024];
        int count = 0;
        for (long now = System.nanoTime(); now < end; ) {
            subject.append(entry);
            long after = System.nanoTime();
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            latencies[count++] = after - now;
            now = after;
        }
        return Arrays.copyOf(latencies, count);
    }

    /** A thread that waits to be told. */
    private static class Waiter implements ProposeCallback {

        private final Thread thread = Thread.currentThread();
        private volatile boolean told;

        @Override
        public void committed(long index) {
            told = true;
            LockSupport.unpark(thread);
        }

        @Override
        public void failed(ProposeFailure failure, String why) {
            throw new IllegalStateException(why);
        }

        void await() {
            while (!told) {
                LockSupport.park();
            }
        }
    }

    private static final class Local implements Subject {

        private final LocalLog log;
        private final long term;

        Local(Path folder) throws Exception {
            log = new LocalLog(LocalLogConfig.of(folder));
            log.start(new NoState());
            term = log.state().term();
        }

        @Override
        public void append(byte[] entry) {
            Waiter waiter = new Waiter();
            log.propose(entry, term, waiter);
            waiter.await();
        }

        @Override
        public void close() {
            log.close();
        }
    }

    private static final class NoState extends ListOfEntries {

        @Override
        public void onCommitted(long index, long term, byte[] entry) {}

        @Override
        public byte[] takeSnapshot() {
            return new byte[1 << 20];
        }
    }

    /** Write and force all that waits, in one preallocated file that is never given up; no checksum, no index, no limit. */
    private static final class BareLoop implements Subject {

        private static final int FILE_BYTES = 512 << 20;

        private record Item(byte[] entry, Waiter waiter) {}

        private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>();
        private final FileChannel channel;
        private final Thread thread = new Thread(this::loop);
        private volatile boolean closed;

        BareLoop(Path file) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
            for (int at = 0; at < FILE_BYTES; at += zeros.capacity()) {
                channel.write(zeros.clear(), at);
            }
            channel.force(true);
            thread.start();
        }

        @Override
        public void append(byte[] entry) {
            Waiter waiter = new Waiter();
            queue.add(new Item(entry, waiter));
            waiter.await();
        }

        private void loop() {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
            List<Item> batch = new ArrayList<>();
            long at = 0;
            try {
                while (!closed) {
                    batch.add(queue.take());
                    queue.drainTo(batch, 1000);
                    buffer.clear();
                    for (Item item : batch) {
                        buffer.put(item.entry());
                    }
                    channel.write(buffer.flip(), at);
                    channel.force(false);
                    at = (at + buffer.limit()) % (FILE_BYTES - buffer.capacity());
                    for (Item item : batch) {
                        item.waiter().committed(0);
                    }
                    batch.clear();
                }
            } catch (IOException | InterruptedException e) {
                if (!closed) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public void close() throws Exception {
            closed = true;
            queue.add(new Item(new byte[1], new Waiter()));
            thread.join();
            channel.close();
        }
    }
}
