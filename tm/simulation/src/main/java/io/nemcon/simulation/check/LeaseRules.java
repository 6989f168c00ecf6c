package io.nemcon.simulation.check;

import io.nemcon.core.id.SessionId;
import java.util.HashMap;
import java.util.Map;

/** P9: what leaders heard of sessions and since when they lead, held against the expiries in the log. */
final class LeaseRules {

    /** A leader's clock may run so much faster than true time, in per cent, and a little more is no violation. */
    private static final int CLOCK_PERCENT = 94;

    private static final long MILLI = 1_000_000;

    /** A heartbeat that a leader acknowledged. */
    private record Renewal(Object connection, long receivedNs) {}

    private final long graceNs;

    /** By leader and session. */
    private final Map<String, Map<SessionId, Renewal>> renewals = new HashMap<>();

    private final Map<Object, Long> closedNs = new HashMap<>();
    private final Map<Long, String> leaderOfTerm = new HashMap<>();
    private final Map<Long, Long> ledSinceNs = new HashMap<>();
    private String elected = "";
    private long electedNs;

    LeaseRules(long graceNs) {
        this.graceNs = graceNs;
    }

    /** A node leads from now on, whatever it and the others know. */
    void elected(String node, long nowNs) {
        elected = node;
        electedNs = nowNs;
    }

    /** A node was told that it leads. */
    void leads(String node, long term, long nowNs) {
        leaderOfTerm.put(term, node);
        ledSinceNs.put(term, nowNs);
    }

    void closed(Object connection, long nowNs) {
        closedNs.put(connection, nowNs);
    }

    /** The newest word of a session counts, and the connection that it came over. */
    void heard(String server, Object connection, long receivedNs, SessionId session) {
        renewals.computeIfAbsent(server, of -> new HashMap<>())
                .merge(
                        session,
                        new Renewal(connection, receivedNs),
                        (old, now) -> now.receivedNs() > old.receivedNs() ? now : old);
    }

    /** What is wrong with an acknowledged heartbeat, in words; empty if nothing is. */
    String wrongAcknowledgement(String server, long receivedNs, SessionId session) {
        if (elected.equals(server) || electedNs >= receivedNs) {
            return "";
        }
        long lateMs = (receivedNs - electedNs) / MILLI;
        return server + " acknowledges a heartbeat of " + session + ", " + elected + " leads for " + lateMs + " ms";
    }

    /** What is wrong with an expiry, in words; empty if nothing is. */
    String wrongExpiry(Decisions.Session session, long term, long nowNs) {
        String leader = leaderOfTerm.getOrDefault(term, "");
        long sinceNs = Math.max(session.openedNs, ledSinceNs.getOrDefault(term, 0L));
        Renewal renewal = renewals.getOrDefault(leader, Map.of()).get(session.id);
        boolean graceOver = false;
        if (renewal != null) {
            sinceNs = Math.max(sinceNs, renewal.receivedNs());
            Long closed = closedNs.get(renewal.connection());
            graceOver = closed != null && nowNs - closed >= graceNs * CLOCK_PERCENT / 100;
        }
        long ttlMs = session.opened.ttlMs();
        if (graceOver || nowNs - sinceNs >= ttlMs * MILLI * CLOCK_PERCENT / 100) {
            return "";
        }
        String who = session.id + " of " + session.opened.name();
        String when = (nowNs - sinceNs) / MILLI + " of its " + ttlMs + " ms";
        return who + " expires " + when + " after " + leader + " last heard of it or began to lead";
    }
}
