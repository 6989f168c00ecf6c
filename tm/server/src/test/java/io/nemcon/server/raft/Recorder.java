package io.nemcon.server.raft;

import io.nemcon.core.check.CorruptStateError;
import io.nemcon.node.log.LogListener;
import io.nemcon.node.log.LogState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A state machine that remembers every entry, and checks that it is called as the port says. */
final class Recorder implements LogListener {

    /** An entry that this state machine stops at. */
    static final String POISON = "poison";

    private final List<String> entries = new ArrayList<>();
    private final List<LogState> states = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private volatile Throwable failure;
    private volatile long index;
    private volatile int restored;
    private Thread thread;

    @Override
    public synchronized void onCommitted(long at, long term, byte[] entry) {
        checkThread("onCommitted");
        if (at <= index) {
            complaints.add("entry " + at + " after entry " + index);
        }
        String text = new String(entry, StandardCharsets.UTF_8);
        if (text.equals(POISON)) {
            throw new CorruptStateError("this state machine does not bear poison");
        }
        index = at;
        entries.add(text);
    }

    @Override
    public void onStateChange(LogState state) {
        checkThread("onStateChange");
        states.add(state);
    }

    @Override
    public synchronized byte[] takeSnapshot() {
        checkThread("takeSnapshot");
        return String.join("\n", entries).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void restoreSnapshot(long at, long term, byte[] snapshot) {
        checkThread("restoreSnapshot");
        String text = new String(snapshot, StandardCharsets.UTF_8);
        entries.clear();
        entries.addAll(text.isEmpty() ? List.of() : List.of(text.split("\n")));
        index = at;
        restored++;
    }

    @Override
    public void onFailure(Throwable cause) {
        checkThread("onFailure");
        failure = cause;
    }

    synchronized void checkThread(String what) {
        if (thread == null) {
            thread = Thread.currentThread();
        }
        if (thread != Thread.currentThread()) {
            complaints.add(what + " on " + Thread.currentThread() + ", not on " + thread);
        }
    }

    synchronized List<String> entries() {
        return List.copyOf(entries);
    }

    List<LogState> states() {
        return states;
    }

    /** What was not as the port says. */
    List<String> complaints() {
        return complaints;
    }

    Throwable failure() {
        return failure;
    }

    long index() {
        return index;
    }

    int restored() {
        return restored;
    }
}
