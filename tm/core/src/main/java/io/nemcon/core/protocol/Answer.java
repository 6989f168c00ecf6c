package io.nemcon.core.protocol;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import java.util.List;

/** The ledger's answer to a {@link Query}. */
public sealed interface Answer {

    /** One for each gtrid asked, in that order. */
    record Outcomes(List<OutcomeOf> outcomes) implements Answer {
        public Outcomes {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** @param ownerAlive whether the session that began it is alive, so that it may still be carrying it out itself */
    record OutcomeOf(Gtrid gtrid, Outcome outcome, Reason reason, boolean ownerAlive) {}

    /**
     * @param index the ledger index of this answer
     * @param scanWanted whether a session ended since the resource's last full scan was reported
     */
    record Unfinished(long index, boolean scanWanted, List<UnfinishedBranch> branches) implements Answer {
        public Unfinished {
            branches = List.copyOf(branches);
        }
    }

    /** @param decidedAgoMs by the ledger's time */
    record UnfinishedBranch(
            BranchId branch, Decision decision, Witness witness, boolean ownerAlive, long decidedAgoMs) {}

    record Sessions(List<SessionInfo> sessions) implements Answer {
        public Sessions {
            sessions = List.copyOf(sessions);
        }
    }

    record SessionInfo(SessionId session, SessionKind kind, String name, int ttlMs, long openedMs) {}

    record Incidents(List<IncidentInfo> incidents) implements Answer {
        public Incidents {
            incidents = List.copyOf(incidents);
        }
    }

    record IncidentInfo(
            long incident, IncidentKind kind, ResourceName resource, String branch, String evidence, long openedMs) {}

    record Status(
            GroupId group,
            int incarnation,
            long index,
            long term,
            int sessionsAlive,
            int transactionsUnfinished,
            long committed,
            int incidentsOpen,
            List<ResourceInfo> resources)
            implements Answer {
        public Status {
            resources = List.copyOf(resources);
        }
    }

    /** @param agents the sessions that offer themselves, the active one first */
    record ResourceInfo(ResourceName resource, List<SessionId> agents, long scannedThrough, int unfinished) {
        public ResourceInfo {
            agents = List.copyOf(agents);
        }
    }
}
