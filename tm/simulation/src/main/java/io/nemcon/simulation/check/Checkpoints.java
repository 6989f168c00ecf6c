package io.nemcon.simulation.check;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.simulation.check.Decisions.Standing;
import io.nemcon.simulation.log.SimLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the log says after every so many entries, kept until replicas get there. */
final class Checkpoints {

    private record Reading(Map<SessionId, Standing> sessions, Map<ResourceName, Set<SessionId>> agents) {}

    private final Decisions decisions;
    private final Map<Integer, Reading> byEntries = new HashMap<>();
    private int entries;

    Checkpoints(Decisions decisions) {
        this.decisions = decisions;
    }

    /** One more entry was read. */
    void read() {
        entries++;
        if (entries % SimLog.STATE_EVERY == 0) {
            byEntries.put(entries, now());
        }
    }

    private Reading now() {
        return new Reading(decisions.standing(), decisions.resources().agents());
    }

    /** How a replica's sessions differ from the log's after so many entries, in words; empty if they do not. */
    String wrongSession(int applied, Ledger replica) {
        Reading reading = byEntries.get(applied);
        return reading == null ? "" : wrongSession(reading, replica);
    }

    /** How its agents do. */
    String wrongAgent(int applied, Ledger replica) {
        Reading reading = byEntries.get(applied);
        return reading == null ? "" : wrongAgent(reading, replica);
    }

    /** Of a replica that has applied all there is. */
    String wrongSession(Ledger replica) {
        return wrongSession(now(), replica);
    }

    String wrongAgent(Ledger replica) {
        return wrongAgent(now(), replica);
    }

    private static String wrongSession(Reading reading, Ledger replica) {
        for (Map.Entry<SessionId, Standing> session : reading.sessions().entrySet()) {
            Standing there = standing(replica, session.getKey());
            if (there != session.getValue()) {
                return session.getKey() + " is " + there + " there, and " + session.getValue() + " by the log";
            }
        }
        return "";
    }

    private static Standing standing(Ledger replica, SessionId session) {
        if (replica.isAlive(session)) {
            return Standing.ALIVE;
        }
        Gtrid any = new Gtrid(Objects.requireNonNull(replica.group()), replica.incarnation(), session, 1);
        return replica.outcome(any) == Outcome.FORGOTTEN ? Standing.FORGOTTEN : Standing.ENDED;
    }

    private static String wrongAgent(Reading reading, Ledger replica) {
        Map<ResourceName, Set<SessionId>> there = new HashMap<>();
        Answer.Status status = (Answer.Status) replica.answer(new Query.Status());
        status.resources().forEach(one -> there.put(one.resource(), new HashSet<>(one.agents())));
        return there.equals(reading.agents())
                ? ""
                : "agents are " + there + " there, and " + reading.agents() + " by the log";
    }
}
