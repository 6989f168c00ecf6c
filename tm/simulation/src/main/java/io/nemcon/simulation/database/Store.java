package io.nemcon.simulation.database;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a database has on its disk. */
final class Store {

    /** How a transaction ended. */
    enum Ended {
        COMMITTED,
        ABORTED
    }

    final long[] balances;

    /** By gid, in the order of preparing. */
    final Map<String, Work> prepared = new LinkedHashMap<>();

    /** Of numbered transactions that are over. */
    final TreeMap<Long, Ended> ends = new TreeMap<>();

    /** The next transaction's number, as far as the disk knows: numbers that left no trace are given again after a crash. */
    long nextXid = 100;

    Store(int accounts, long each) {
        balances = new long[accounts];
        Arrays.fill(balances, each);
    }

    private Store(long[] balances) {
        this.balances = balances.clone();
    }

    /** A backup of this moment. */
    Store copy() {
        Store copy = new Store(balances);
        prepared.forEach((gid, work) -> copy.prepared.put(gid, work.copy()));
        copy.ends.putAll(ends);
        copy.nextXid = nextXid;
        return copy;
    }

    void touched(long xid) {
        nextXid = Math.max(nextXid, xid + 1);
    }
}
