package io.nemcon.benchmarks.load;

import io.nemcon.benchmarks.system.Bank;
import io.nemcon.benchmarks.system.SystemUnderTest;
import io.nemcon.benchmarks.system.TransactionLoop;
import org.jspecify.annotations.Nullable;

/** What the threads do. */
public enum Workload {
    TM("tm"),
    PG("pg");

    private final String text;

    Workload(String text) {
        this.text = text;
    }

    TransactionLoop loop(SystemUnderTest system, @Nullable Bank bank) throws Exception {
        if (this == TM) {
            return system.noOps();
        }
        if (bank == null) {
            throw new IllegalArgumentException(this + " needs databases");
        }
        return system.transfers(bank);
    }

    @Override
    public String toString() {
        return text;
    }
}
