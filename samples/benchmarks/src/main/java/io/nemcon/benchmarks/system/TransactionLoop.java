package io.nemcon.benchmarks.system;

/** What one thread does again and again. Used by that thread only. */
public interface TransactionLoop extends AutoCloseable {

    /**
     * One transaction, from its beginning to the answer that it is committed.
     *
     * @throws Exception whatever the system throws if it is not
     */
    void once() throws Exception;

    @Override
    default void close() throws Exception {}
}
