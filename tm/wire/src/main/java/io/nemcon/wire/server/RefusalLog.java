package io.nemcon.wire.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs refused handshakes: a client that is refused comes again and again, so each sentence only now and then. Thread-safe.
 */
final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final int REMEMBERED_MAX = 64;
    private static final long QUIET_NANOS = 60_000_000_000L;

    private record Entry(String what, long nanos) {}

    private final String server;
    private final Deque<Entry> recent = new ArrayDeque<>();

    RefusalLog(String server) {
        this.server = server;
    }

    /** @param who a name with the address in brackets; its port is left out of the comparison */
    void add(String who, String what) {
        if (isNews(who.replaceAll(":\\d+\\)$", ")") + what)) {
            LOG.warn("{}: handshake of {} {}", server, who, what);
        } else {
            LOG.debug("{}: handshake of {} {}", server, who, what);
        }
    }

    private synchronized boolean isNews(String what) {
        long now = System.nanoTime();
        recent.removeIf(entry -> now - entry.nanos() > QUIET_NANOS);
        if (recent.stream().anyMatch(entry -> entry.what().equals(what))) {
            return false;
        }
        if (recent.size() == REMEMBERED_MAX) {
            recent.removeFirst();
        }
        recent.addLast(new Entry(what, now));
        return true;
    }
}
