package io.nemcon.client.jta;

import io.nemcon.core.id.Gtrid;
import java.util.function.Function;

/** Another process's transaction, as threads of this one have it: they work in it, and may mark it, and never end it. */
final class JoinedTransaction extends NemconTransaction {

    JoinedTransaction(Gtrid gtrid, int place, Deadline deadline, Environment environment, Function<Parts, End> end) {
        super(gtrid, place, deadline, environment, end);
    }

    @Override
    public void commit() {
        throw notHere("commit");
    }

    @Override
    public void rollback() {
        throw notHere("rollback");
    }

    private IllegalStateException notHere(String what) {
        return new IllegalStateException("tx " + gtrid() + " was begun by another process, session "
                + gtrid().session() + ", and ends there: no " + what
                + "() here; setRollbackOnly() makes it roll back");
    }
}
