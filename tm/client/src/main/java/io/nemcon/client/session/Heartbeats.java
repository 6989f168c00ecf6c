package io.nemcon.client.session;

import io.nemcon.node.host.CrashPoint;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the current session's lease (design section 4). {@link #send} on the timer's thread, answers on the channel's. */
final class Heartbeats {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final int IN_FLIGHT_MAX = 5;

    private final Sessions sessions;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean silent;

    Heartbeats(Sessions sessions) {
        this.sessions = sessions;
    }

    void send() {
        ClientSession session = sessions.succession().current();
        if (session.ended() || inFlight.get() >= IN_FLIGHT_MAX) {
            return;
        }
        inFlight.incrementAndGet();
        long sentNanos = sessions.host().nanoTime();
        CrashPoint before = CrashPoint.CLIENT_BEFORE_HEARTBEAT;
        sessions.group()
                .heartbeat(before, CrashPoint.CLIENT_HEARTBEAT_ANSWERED, session.id())
                .whenComplete((alive, failure) -> {
                    inFlight.decrementAndGet();
                    if (alive == null) {
                        failed(session, failure);
                    } else if (alive) {
                        session.lease().renewed(sentNanos);
                        returned(session);
                    } else {
                        sessions.succession().ended(session);
                    }
                });
    }

    private void failed(ClientSession session, @Nullable Throwable failure) {
        if (!silent && !sessions.channelClosed()) {
            silent = true;
            LOG.warn(
                    "session {}: no heartbeat is acknowledged: {}",
                    session.id(),
                    Sessions.knowledgeOf(failure).getMessage());
        }
    }

    private void returned(ClientSession session) {
        if (silent) {
            silent = false;
            LOG.info("session {}: heartbeats are acknowledged again", session.id());
        }
    }
}
