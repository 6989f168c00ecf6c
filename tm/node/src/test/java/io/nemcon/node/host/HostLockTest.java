package io.nemcon.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class HostLockTest {

    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(60);

    private final Host host = Host.real();
    private final HostLock lock = new HostLock(host);

    /** Guarded by the lock. */
    private int inside;

    private int entries;

    @Test
    void oneThreadAtATimeHasItAndNobodyIsForgotten() throws Exception {
        int threads = 8;
        int times = 5_000;
        List<Host.Worker> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(host.start("one of many", () -> enter(times)));
        }

        for (Host.Worker worker : workers) {
            assertThat(worker.awaitEnd(LONG_NS)).isTrue();
        }

        lock.lock();
        assertThat(entries).isEqualTo(threads * times);
        lock.unlock();
    }

    private void enter(int times) {
        for (int i = 0; i < times; i++) {
            lock.lock();
            inside++;
            if (inside == 1) {
                entries++;
            }
            Thread.onSpinWait();
            inside--;
            lock.unlock();
        }
    }

    /** A wake-up that gets lost shows only where nobody comes after who could make up for it. */
    @Test
    void theLastOneToWaitIsWokenToo() throws Exception {
        int rounds = 20_000;
        List<HostLock> locks = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            locks.add(new HostLock(host));
        }
        AtomicInteger arrived = new AtomicInteger();
        List<Host.Worker> workers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            workers.add(host.start("one of two", () -> lockEach(locks, arrived)));
        }

        boolean allEnded = true;
        for (Host.Worker worker : workers) {
            allEnded &= worker.awaitEnd(LONG_NS);
        }
        arrived.set(Integer.MAX_VALUE); // lets go who waits for one that hangs

        assertThat(allEnded).isTrue();
    }

    /** Both come to each lock at the same moment. */
    private static void lockEach(List<HostLock> locks, AtomicInteger arrived) {
        for (int i = 0; i < locks.size() && arrived.get() <= 2 * locks.size(); i++) {
            arrived.incrementAndGet();
            for (int spins = 0; arrived.get() < 2 * (i + 1); spins++) {
                if (spins > 1_000) {
                    LockSupport.parkNanos(1_000);
                }
            }
            locks.get(i).lock();
            locks.get(i).unlock();
        }
    }

    @Test
    void whoeverHasItMayTakeItAgainAndFreesItWithTheLastUnlock() throws Exception {
        lock.lock();
        lock.lock();
        CompletableFuture<Void> taken = takenByAnother();

        lock.unlock();
        assertThatThrownBy(() -> host.await(taken, TimeUnit.MILLISECONDS.toNanos(20)))
                .isInstanceOf(TimeoutException.class);
        lock.unlock();

        host.await(taken, LONG_NS);
    }

    private CompletableFuture<Void> takenByAnother() {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        host.start("another", () -> {
            lock.lock();
            taken.complete(null);
            lock.unlock();
        });
        return taken;
    }

    @Test
    void anInterruptIsKeptUntilItIsTaken() throws Exception {
        lock.lock();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Host.Worker worker = host.start("interrupted", () -> {
            lock.lock();
            interrupted.complete(Thread.interrupted());
            lock.unlock();
        });
        worker.interrupt();

        assertThat(worker.awaitEnd(TimeUnit.MILLISECONDS.toNanos(20))).isFalse();
        lock.unlock();

        assertThat(host.await(interrupted, LONG_NS)).isTrue();
    }

    @Test
    void whoeverDoesNotHaveItCannotFreeIt() {
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }
}
