package io.nemcon.node;

import io.nemcon.node.log.LogException;
import io.nemcon.node.log.LogListener;
import io.nemcon.node.log.LogState;
import io.nemcon.node.log.ReplicatedLog;
import io.nemcon.node.log.Role;
import java.util.ArrayList;
import java.util.List;

/** A log whose confirmations of leadership a test can hold back, and which is full when it is told so. */
final class HoldingLog implements ReplicatedLog {

    private final ReplicatedLog log;
    private final List<ReadCallback> held = new ArrayList<>();
    private boolean holds;
    private volatile boolean full;
    private volatile LogListener listener;
    private volatile LogState following;

    HoldingLog(ReplicatedLog log) {
        this.log = log;
    }

    /** From now on reads wait for {@link #release}. */
    synchronized void hold() {
        holds = true;
    }

    /** Lets the newest go first, and holds no more. */
    synchronized void releaseNewestFirst() {
        holds = false;
        for (int i = held.size() - 1; i >= 0; i--) {
            log.readIndex(held.get(i));
        }
        held.clear();
    }

    /** Whether it refuses actions, as where too many are waiting. */
    void full(boolean is) {
        full = is;
    }

    /** Another node leads from now on. */
    void follow(String leader) {
        LogState state = new LogState(Role.FOLLOWER, log.state().term() + 1, leader);
        following = state;
        log.execute(() -> listener.onStateChange(state));
    }

    @Override
    public synchronized void readIndex(ReadCallback callback) {
        if (holds) {
            held.add(callback);
        } else {
            log.readIndex(callback);
        }
    }

    @Override
    public void start(LogListener listener) throws LogException {
        this.listener = listener;
        log.start(listener);
    }

    @Override
    public void propose(byte[] entry, long expectedTerm, ProposeCallback callback) {
        log.propose(entry, expectedTerm, callback);
    }

    @Override
    public boolean execute(Runnable action) {
        return !full && log.execute(action);
    }

    @Override
    public LogState state() {
        LogState now = following;
        return now == null ? log.state() : now;
    }

    @Override
    public void snapshot() {
        log.snapshot();
    }

    @Override
    public void close() {
        log.close();
    }
}
