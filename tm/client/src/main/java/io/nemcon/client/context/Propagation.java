package io.nemcon.client.context;

import org.jspecify.annotations.Nullable;

/**
 * Takes transactions from process to process. Thread-safe; all of it is about the calling thread.
 *
 * <pre>{@code
 * // the process that calls
 * request.setHeader(TransactionContext.HEADER, nemcon.propagation().require().toHeader());
 *
 * // the process that is called
 * try (JoinedScope joined = nemcon.propagation().joinRequired(request.getHeader(TransactionContext.HEADER))) {
 *     ... // databases used here are part of the caller's transaction
 * }
 * }</pre>
 */
public interface Propagation {

    /**
     * The thread's transaction, for another process; null if the thread has none. From then on the transaction's end asks the group
     * who has joined it, also if nobody does.
     *
     * @throws IllegalStateException if the transaction's end has begun
     */
    @Nullable
    TransactionContext current();

    /** @throws IllegalStateException if the thread has no transaction, or its end has begun */
    default TransactionContext require() {
        TransactionContext context = current();
        if (context == null) {
            throw new IllegalStateException("the thread has no transaction to hand to another process");
        }
        return context;
    }

    /**
     * Makes the thread work in that transaction. The first time in this process it blocks for one entry of the group's log.
     *
     * @throws JoinRefusedException if that is not possible, or not any more
     * @throws IllegalStateException if the thread has another transaction
     */
    JoinedScope join(TransactionContext context);

    /**
     * The same with a header as it came; without one the work is refused, for it would commit by itself.
     *
     * @throws JoinRefusedException also if there is no header, or if it can't be read
     */
    default JoinedScope joinRequired(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw new JoinRefusedException(
                    JoinRefusedException.Kind.MISSING,
                    "the header " + TransactionContext.HEADER
                            + " is missing, and this work is required to be part of its caller's transaction");
        }
        return join(TransactionContext.parse(header));
    }

    /** The same where work without a header is done without a transaction of the caller. */
    default JoinedScope joinIfPresent(@Nullable String header) {
        return header == null || header.isBlank() ? NoScope.INSTANCE : join(TransactionContext.parse(header));
    }
}
