package io.nemcon.node.log.local;

/**
 * A thread that works on the log's files. A daemon: a process that ends without closing its log loses nothing.
 *
 * <p>It cannot be interrupted: an interrupt, from a pool that clears its threads or a callback that restores a flag, would
 * close the file under it (see {@link java.nio.channels.InterruptibleChannel}) and end the log.
 */
final class LogThread extends Thread {

    LogThread(String name, Runnable work) {
        super(work, name);
        setDaemon(true);
    }

    /** Does nothing. */
    @Override
    public void interrupt() {}

    /** Waits for the thread's end, whatever interrupts the caller; the caller's flag is kept. */
    static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
