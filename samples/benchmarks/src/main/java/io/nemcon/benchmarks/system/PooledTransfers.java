package io.nemcon.benchmarks.system;

import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import javax.sql.DataSource;

/** A transfer as an application writes it: connections out of data sources that take part by themselves. */
final class PooledTransfers implements TransactionLoop {

    private final UserTransaction transaction;
    private final DataSource first;
    private final DataSource second;
    private final Bank bank;

    PooledTransfers(UserTransaction transaction, DataSource first, DataSource second, Bank bank) {
        this.transaction = transaction;
        this.first = first;
        this.second = second;
        this.bank = bank;
    }

    @Override
    public void once() throws Exception {
        int amount = AccountWork.randomAmount();
        transaction.begin();
        try {
            try (Connection connection = first.getConnection();
                    AccountWork work = AccountWork.inFirst(connection, bank)) {
                work.run(-amount);
            }
            try (Connection connection = second.getConnection();
                    AccountWork work = AccountWork.inSecond(connection, bank)) {
                work.run(amount);
            }
        } catch (Exception failed) {
            transaction.rollback();
            throw failed;
        }
        transaction.commit();
    }

    /** The data sources are the system's. */
    @Override
    public void close() {}
}
