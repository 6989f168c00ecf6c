package io.nemcon.benchmarks.system;

/** A transaction manager, or none, ready to work. Thread-safe; the loops it gives are not. */
public interface SystemUnderTest extends AutoCloseable {

    /** A loop that enlists two resources which do nothing. */
    TransactionLoop noOps() throws Exception;

    /** A loop that moves money between two databases. */
    TransactionLoop transfers(Bank bank) throws Exception;

    /** Begins to clean up in these databases what a killed process left, as it does by default, and goes on until closed. */
    void recover(Bank bank) throws Exception;

    @Override
    void close() throws Exception;
}
