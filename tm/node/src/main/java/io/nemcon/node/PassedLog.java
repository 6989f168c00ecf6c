package io.nemcon.node;

import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.CrashPointException;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.LogException;
import io.nemcon.node.log.LogListener;
import io.nemcon.node.log.LogState;
import io.nemcon.node.log.ReplicatedLog;

/** A log behind its crash points. */
final class PassedLog implements ReplicatedLog {

    private final Host host;
    private final ReplicatedLog log;

    PassedLog(Host host, ReplicatedLog log) {
        this.host = host;
        this.log = log;
    }

    @Override
    public void start(LogListener listener) throws LogException {
        log.start(listener);
    }

    @Override
    public void propose(byte[] entry, long expectedTerm, ProposeCallback callback) {
        try {
            host.at(CrashPoint.NODE_BEFORE_PROPOSE);
        } catch (CrashPointException failed) {
            callback.failed(ProposeFailure.BUSY, String.valueOf(failed.getMessage()));
            return;
        }
        log.propose(entry, expectedTerm, callback);
        host.at(CrashPoint.NODE_PROPOSED);
    }

    @Override
    public void readIndex(ReadCallback callback) {
        try {
            host.at(CrashPoint.NODE_BEFORE_READ_INDEX);
        } catch (CrashPointException failed) {
            callback.failed(String.valueOf(failed.getMessage()));
            return;
        }
        log.readIndex(new ReadCallback() {
            @Override
            public void ready() {
                try {
                    host.at(CrashPoint.NODE_READ_CONFIRMED);
                } catch (CrashPointException failed) {
                    callback.failed(String.valueOf(failed.getMessage()));
                    return;
                }
                callback.ready();
            }

            @Override
            public void failed(String why) {
                callback.failed(why);
            }
        });
    }

    @Override
    public boolean execute(Runnable action) {
        return log.execute(action);
    }

    @Override
    public LogState state() {
        return log.state();
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
