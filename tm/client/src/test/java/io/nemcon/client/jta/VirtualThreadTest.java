package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.client.fake.FakeGroup.Fate;
import io.nemcon.client.session.SessionConfig;
import io.nemcon.core.protocol.SessionCommand;
import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions on virtual threads, where the JDK has them. */
class VirtualThreadTest {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final int THREADS = 64;

    private final Rig rig = new Rig();
    private final NemconTransactionManager manager = rig.manager;
    private ExecutorService threads;

    @AfterEach
    void close() {
        if (threads != null) {
            threads.shutdownNow();
        }
        rig.close();
    }

    /** By reflection, for this is compiled for Java 17. */
    @BeforeEach
    void needsVirtualThreads() throws Exception {
        if (Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS) {
            String reason = "no virtual threads in Java " + Runtime.version().feature()
                    + ": run with -Dtest.jdk of a JDK " + FIRST_WITH_VIRTUAL_THREADS + " or newer";
            System.out.println(getClass().getSimpleName() + " is skipped: " + reason);
            Assumptions.abort(reason);
        }
        threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private List<Future<Object>> onEach(Callable<Object> work) {
        List<Future<Object>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(threads.submit(work));
        }
        return all;
    }

    private static void awaitAll(List<Future<Object>> all) throws Exception {
        for (Future<Object> one : all) {
            one.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aTransactionMovesFromThreadToThread() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        Transaction own = manager.suspend();
        for (int i = 0; i < 3; i++) {
            threads.submit(() -> {
                        manager.resume(own);
                        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
                        return manager.suspend();
                    })
                    .get(60, TimeUnit.SECONDS);
        }
        threads.submit(() -> {
                    manager.resume(own);
                    manager.commit();
                    return null;
                })
                .get(60, TimeUnit.SECONDS);

        assertThat(orders.heard()).endsWith("resume", "commitOnePhase", "release");
    }

    @Test
    void noneHoldsItsCarrierWhileItsDatabaseWorks() throws Exception {
        CountDownLatch allAreInside = new CountDownLatch(THREADS); // more than there are carriers
        List<Future<Object>> all = onEach(() -> {
            manager.begin();
            rig.enlist(
                    new FakeBranch("orders").commitsOnePhase(() -> {
                        allAreInside.countDown();
                        FakeBranch.await(allAreInside);
                        return OnePhaseEnd.COMMITTED;
                    }),
                    "orders");
            manager.commit();
            return null;
        });

        awaitAll(all);
    }

    @Test
    void noneHoldsItsCarrierWhileItWaitsForTheDecision() throws Exception {
        rig.group.next(SessionCommand.Decide.class, Fate.HELD, THREADS);
        List<Future<Object>> all = onEach(() -> {
            manager.begin();
            rig.enlist("orders");
            rig.enlist("stock");
            manager.commit();
            return null;
        });
        Awaitility.await()
                .until(() -> rig.group.sent(SessionCommand.Decide.class).size() == THREADS);
        rig.group.release();

        awaitAll(all);
    }

    @Test
    void aTimeoutEndsTheTransactionOfAVirtualThreadToo() throws Exception {
        try (Rig hasty = new Rig(Duration.ofMillis(100), 64, SessionConfig.TRANSACTIONS_MAX)) {
            threads.submit(() -> {
                        hasty.manager.begin();
                        hasty.enlist("orders").awaitHeard("release");
                        assertThatThrownBy(hasty.manager::commit).hasMessageContaining("timed out");
                        return null;
                    })
                    .get(60, TimeUnit.SECONDS);
        }
    }
}
