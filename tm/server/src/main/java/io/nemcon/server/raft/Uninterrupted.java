package io.nemcon.server.raft;

import java.util.concurrent.CountDownLatch;

/** Waits that an interrupt does not cut short; the flag is set again afterwards. For closing, and for Raft's own threads. */
final class Uninterrupted {

    private Uninterrupted() {}

    /** Something that waits. */
    interface Wait {
        void await() throws InterruptedException;
    }

    static void join(Thread thread) {
        await(thread::join);
    }

    static void await(CountDownLatch latch) {
        await((Wait) latch::await);
    }

    /** Waits as often as it takes. */
    static void await(Wait wait) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    wait.await();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
