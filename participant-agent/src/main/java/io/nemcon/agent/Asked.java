package io.nemcon.agent;

import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the group's answers, boundedly. */
final class Asked {

    /** The channel has deadlines of its own; this one is for a channel that forgets to answer. */
    private static final long WAIT_MS = 60_000;

    private Asked() {}

    /** @throws GroupUnreachableException also for a result that says nothing was done */
    static Result result(CompletableFuture<Result> future) throws GroupUnreachableException, InterruptedException {
        Result result = await(future);
        if (result instanceof Result.Refused refused) {
            throw new GroupUnreachableException("the group refused: " + refused.why());
        }
        if (result instanceof Result.SessionEnded ended) {
            throw new GroupUnreachableException("session " + ended.session() + " has ended");
        }
        return result;
    }

    static <A extends Answer> A answer(CompletableFuture<Answer> future, Class<A> type)
            throws GroupUnreachableException, InterruptedException {
        return type.cast(await(future));
    }

    private static <T> T await(CompletableFuture<T> future) throws GroupUnreachableException, InterruptedException {
        try {
            return future.get(WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new GroupUnreachableException("the group did not answer", failed.getCause());
        } catch (TimeoutException silent) {
            throw new GroupUnreachableException("the group did not answer in " + WAIT_MS + " ms", silent);
        }
    }
}
