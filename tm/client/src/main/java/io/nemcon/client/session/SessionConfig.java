package io.nemcon.client.session;

import io.nemcon.core.protocol.SessionKind;
import java.time.Duration;

/**
 * How a process keeps its session. Immutable.
 *
 * @param kind what the process is
 * @param name how it is called in listings
 * @param ttl how long the group waits for a silent process
 * @param requestTimeout how long the opening of a session is waited for
 * @param transactionsMax transactions of one session that may be open at once
 * @param finishedMax branches whose end is not yet reported; beyond it reports are dropped, and agents find out
 */
public record SessionConfig(
        SessionKind kind, String name, Duration ttl, Duration requestTimeout, int transactionsMax, int finishedMax) {

    public static final int TRANSACTIONS_MAX = 100_000;
    public static final int FINISHED_MAX = 200_000;

    /** Of an application, with the limits of their defaults. */
    public SessionConfig(String name, Duration ttl, Duration requestTimeout) {
        this(name, ttl, requestTimeout, TRANSACTIONS_MAX, FINISHED_MAX);
    }

    /** Of an application. */
    public SessionConfig(String name, Duration ttl, Duration requestTimeout, int transactionsMax, int finishedMax) {
        this(SessionKind.CLIENT, name, ttl, requestTimeout, transactionsMax, finishedMax);
    }

    /** Five heartbeats a ttl: four may be lost. */
    long heartbeatMillis() {
        return Math.max(1, ttl.toMillis() / 5);
    }
}
