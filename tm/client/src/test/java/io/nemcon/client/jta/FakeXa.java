package io.nemcon.client.jta;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** A driver: keeps a prepared list, and fails with the codes a test wants, before or after it did its work. */
class FakeXa implements XAResource {

    /** One failure: {@code done} says whether the call had its effect all the same. */
    record Failure(int code, boolean done, Throwable cause) {}

    /** Instead of a code: the driver throws what XA does not know. */
    static final int BUG = Integer.MIN_VALUE;

    final List<String> heard = new ArrayList<>();
    final List<Xid> prepared = new ArrayList<>();
    private final Map<String, Deque<Failure>> failures = new HashMap<>();
    private int vote = XA_OK;
    private boolean sameAsAll;

    /** Says of every other one that it is the same resource manager. */
    FakeXa sameAsAll() {
        sameAsAll = true;
        return this;
    }

    FakeXa votes(int code) {
        vote = code;
        return this;
    }

    /** The next such call fails so; several wait in a queue. */
    FakeXa fails(String call, int code) {
        return fails(call, code, false, null);
    }

    FakeXa failsAfterItsWork(String call, int code) {
        return fails(call, code, true, null);
    }

    FakeXa fails(String call, int code, boolean done, Throwable cause) {
        failures.computeIfAbsent(call, none -> new ArrayDeque<>()).add(new Failure(code, done, cause));
        return this;
    }

    private void run(String call, Runnable work) throws XAException {
        heard.add(call);
        Deque<Failure> queue = failures.get(call);
        Failure failure = queue == null ? null : queue.poll();
        if (failure == null || failure.done) {
            work.run();
        }
        if (failure != null && failure.code == BUG) {
            throw new IllegalStateException("a bug of the driver");
        }
        if (failure != null) {
            XAException exception = new XAException(failure.code);
            if (failure.cause != null) {
                exception.initCause(failure.cause);
            }
            throw exception;
        }
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        run(
                switch (flags) {
                    case TMJOIN -> "join";
                    case TMRESUME -> "resume";
                    default -> "start";
                },
                () -> {});
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        run(
                switch (flags) {
                    case TMFAIL -> "end fail";
                    case TMSUSPEND -> "end suspend";
                    default -> "end";
                },
                () -> {});
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        run("prepare", () -> {
            if (vote == XA_OK) {
                prepared.add(xid);
            }
        });
        return vote;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        run(onePhase ? "commit one" : "commit", () -> prepared.remove(xid));
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        run("rollback", () -> prepared.remove(xid));
    }

    @Override
    public Xid[] recover(int flag) throws XAException {
        if (flag == TMENDRSCAN) {
            return new Xid[0];
        }
        if (flag == TMNOFLAGS) {
            return new Xid[0];
        }
        run("recover", () -> {});
        return prepared.toArray(new Xid[0]);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        run("forget", () -> {});
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        try {
            run("same?", () -> {});
            return sameAsAll;
        } finally {
            heard.remove("same?"); // asked often, and of no interest
        }
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }
}
