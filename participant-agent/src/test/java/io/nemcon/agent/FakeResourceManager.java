package io.nemcon.agent;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * A resource manager behind an XA driver: lists what is prepared, and what it ended by itself until it is told to forget it
 * (XA 3.3). Its answers can be spoiled. Thread-safe.
 */
final class FakeResourceManager implements XaRecoverableResource.XaSessions, XAResource {

    /** In place of a code: the driver throws what XA does not know. */
    static final int BUG = Integer.MIN_VALUE;

    private static final int PREPARED = 0;

    /** An answer to the next call, which is carried out or is not. */
    record Spoiled(int code, boolean done) {}

    /** Called in the driver's {@code forget}. */
    interface Forgetting {
        void see() throws Exception;
    }

    private final Map<BranchId, Integer> branches = new LinkedHashMap<>();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final Queue<Spoiled> spoiled = new ConcurrentLinkedQueue<>();
    final Queue<Integer> forgetFails = new ConcurrentLinkedQueue<>();
    final AtomicInteger scans = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    volatile Forgetting atForget = () -> {};

    synchronized void prepare(BranchId branch) {
        branches.put(branch, PREPARED);
    }

    /** It ended the branch by itself, and this is what it answers from now on: XA_HEUR*. */
    synchronized void endByItself(BranchId branch, int code) {
        branches.put(branch, code);
    }

    synchronized boolean knows(BranchId branch) {
        return branches.containsKey(branch);
    }

    @Override
    public XaRecoverableResource.XaSession open() {
        opened.incrementAndGet();
        return new XaRecoverableResource.XaSession() {
            @Override
            public XAResource resource() {
                return FakeResourceManager.this;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public synchronized Xid[] recover(int flag) {
        if (flag != TMSTARTRSCAN) {
            return new Xid[0];
        }
        scans.incrementAndGet();
        return branches.keySet().stream().map(ItsXid::new).toArray(Xid[]::new);
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        end("commit", xid);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        end("rollback", xid);
    }

    private synchronized void end(String call, Xid xid) throws XAException {
        BranchId branch = ((ItsXid) xid).branch();
        heard.add(call + " " + branch);
        Integer state = branches.get(branch);
        fail(state == null ? XAException.XAER_NOTA : state);
        Spoiled answer = spoiled.poll();
        if (answer == null || answer.done()) {
            branches.remove(branch);
        }
        if (answer != null) {
            fail(answer.code());
            throw new XAException(answer.code()); // zero is one too
        }
    }

    private static void fail(int code) throws XAException {
        if (code == BUG) {
            throw new IllegalStateException("a bug of the driver");
        }
        if (code != PREPARED) {
            throw new XAException(code);
        }
    }

    @Override
    public void forget(Xid xid) throws XAException {
        BranchId branch = ((ItsXid) xid).branch();
        heard.add("forget " + branch);
        try {
            atForget.see();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
        Integer failure = forgetFails.poll();
        if (failure != null) {
            fail(failure);
        }
        synchronized (this) {
            Integer state = branches.get(branch);
            if (state == null || state == PREPARED) {
                throw new XAException(XAException.XAER_NOTA);
            }
            branches.remove(branch);
        }
    }

    /** Some drivers take no other class than their own. */
    private record ItsXid(BranchId branch) implements Xid {

        ItsXid {
            Objects.requireNonNull(branch);
        }

        @Override
        public int getFormatId() {
            return Gtrid.FORMAT_ID;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return branch.gtrid().toBytes();
        }

        @Override
        public byte[] getBranchQualifier() {
            return branch.bqual();
        }
    }

    @Override
    public void start(Xid xid, int flags) {}

    @Override
    public void end(Xid xid, int flags) {}

    @Override
    public int prepare(Xid xid) {
        return XA_OK;
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
