package io.nemcon.client.jta;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One more thread of the application. */
final class OtherThread implements AutoCloseable {

    interface Action {
        void run() throws Exception;
    }

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    /** Runs it there and waits for what it returns or throws. */
    <T> T call(Callable<T> call) throws Exception {
        return begin(call).get(30, TimeUnit.SECONDS);
    }

    void run(Action action) throws Exception {
        call(() -> {
            action.run();
            return null;
        });
    }

    <T> Future<T> begin(Callable<T> call) {
        return thread.submit(call);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
