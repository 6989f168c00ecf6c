package io.nemcon.client.jta;

import org.jspecify.annotations.Nullable;

/** Which transaction each thread has, and the timeout it asked for. Thread-safe. */
final class ThreadTransactions {

    private static final class Own {
        @Nullable
        NemconTransaction transaction;

        /** 0 for the default. */
        int timeoutSeconds;
    }

    /** Not static: each client has transactions of its own, and a thread may have one of each. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Own> owns = new ThreadLocal<>();

    /** The calling thread's transaction; one that is over and known to be is nobody's any more. */
    @Nullable
    NemconTransaction current() {
        Own own = owns.get();
        if (own == null || own.transaction == null) {
            return null;
        }
        if (own.transaction.isBehind()) {
            own.transaction = null;
            return null;
        }
        return own.transaction;
    }

    /** The thread has none from now on, if what it has is over and known to be; another one that it got meanwhile stays. */
    void dropIfBehind() {
        current();
    }

    /** With null the thread has none from now on. */
    void set(@Nullable NemconTransaction transaction) {
        own().transaction = transaction;
    }

    int timeoutSeconds() {
        Own own = owns.get();
        return own == null ? 0 : own.timeoutSeconds;
    }

    void timeoutSeconds(int seconds) {
        own().timeoutSeconds = seconds;
    }

    private Own own() {
        Own own = owns.get();
        if (own == null) {
            own = new Own();
            owns.set(own);
        }
        return own;
    }
}
