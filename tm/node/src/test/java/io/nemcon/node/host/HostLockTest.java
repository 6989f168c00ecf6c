package io.nemcon.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
