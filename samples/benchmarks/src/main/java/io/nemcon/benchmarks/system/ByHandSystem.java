package io.nemcon.benchmarks.system;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** No transaction manager: the driver's XA resources driven as one would, with no log. What is lost in a crash stays lost. */
final class ByHandSystem implements SystemUnderTest {

    private final AtomicLong numbers = new AtomicLong();

    @Override
    public TransactionLoop noOps() {
        throw new UnsupportedOperationException("without databases and without a manager nothing is left to measure");
    }

    @Override
    public TransactionLoop transfers(Bank bank) throws SQLException {
        return TransfersByHand.open(bank, numbers);
    }

    @Override
    public void recover(Bank bank) {
        throw new UnsupportedOperationException("without a log nobody knows what was decided");
    }

    @Override
    public void close() {}
}
