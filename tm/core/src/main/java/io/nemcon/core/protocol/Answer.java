package io.nemcon.core.protocol;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** @param more whether further ones come after these */
    record Incidents(List<IncidentInfo> incidents, boolean more) implements Answer {
        public Incidents {
            incidents = List.copyOf(incidents);
        }
    }

    /**
     * What an agent could not settle.
     *
     * @param branch a {@link BranchId} as text, or what its database calls it where it is not ours
     * @param evidence what the first report said
     * @param reports how often it was reported; agents repeat themselves every few minutes
     * @param closing null while it is open
     */
    record IncidentInfo(
            long incident,
            IncidentKind kind,
            ResourceName resource,
            String branch,
            String evidence,
            long openedMs,
            long lastSeenMs,
            int reports,
            @Nullable Closing closing) {}

    /** Who said that an incident is settled, and why. */
    record Closing(String who, String why, long closedMs) {

        /** Who closes what was settled without a person. */
        public static final String BY_ITSELF = "the ledger";
    }

    /** @param more whether further ones come after these */
    record Transactions(List<TransactionInfo> transactions, boolean more) implements Answer {
        public Transactions {
            transactions = List.copyOf(transactions);
        }
    }

    /**
     * A transaction in a listing.
     *
     * @param place where it stands among those that are not over; 0 if it is none of them
     * @param sinceMs when it was decided, or first reported where that is for a person; 0 if that is not kept
     * @param owner the name of the session that began it; empty if the group does not know it
     * @param branches how many its decision named; those reported, where a person is to decide
     * @param unfinished how many of them are left
     * @param resources where those are, at most {@link #RESOURCES_SHOWN_MAX}
     */
    record TransactionInfo(
            long place,
            Gtrid gtrid,
            Outcome outcome,
            Reason reason,
            long sinceMs,
            String owner,
            boolean ownerAlive,
            int branches,
            int unfinished,
            List<ResourceName> resources) {

        public static final int RESOURCES_SHOWN_MAX = 8;

        public TransactionInfo {
            resources = List.copyOf(resources);
        }
    }

    /** A session that has joined a transaction of another one; without a name if the group does not know it any more. */
    record JoinedSession(SessionId session, String name, boolean alive) {}

    /**
     * @param left its branches that are not finished
     * @param joined what joined it, in that order, while it is undecided, or committed and not finished
     * @param incidents about its branches, the open ones first; at most {@link #INCIDENTS_SHOWN_MAX}
     */
    record TransactionDetail(
            TransactionInfo info,
            List<DecidedBranch> left,
            List<JoinedSession> joined,
            @Nullable Resolution resolution,
            List<IncidentInfo> incidents)
            implements Answer {

        public static final int INCIDENTS_SHOWN_MAX = 100;

        public TransactionDetail {
            left = List.copyOf(left);
            joined = List.copyOf(joined);
            incidents = List.copyOf(incidents);
        }
    }

    /** An operator's decision. */
    record Resolution(Decision decision, String who, String why, long resolvedMs) {}

    /** @param more whether further ones come after these */
    record Resources(List<ResourceRow> resources, boolean more) implements Answer {
        public Resources {
            resources = List.copyOf(resources);
        }
    }

    /**
     * A resource in a listing.
     *
     * @param agents the sessions that offer themselves, the active one first; at most {@link #AGENTS_SHOWN_MAX}
     * @param scannedMs when its last full scan was reported; 0 if none was
     * @param scanWanted whether something that needs another one has happened since
     * @param oldestDecidedMs when the oldest decision was made that is not finished there; 0 if there is none
     */
    record ResourceRow(
            ResourceName resource,
            int agentCount,
            List<SessionInfo> agents,
            long scannedMs,
            boolean scanWanted,
            int unfinished,
            long oldestDecidedMs,
            int incidentsOpen) {

        public static final int AGENTS_SHOWN_MAX = 16;

        public ResourceRow {
            agents = List.copyOf(agents);
        }
    }

    /** @param refusal what the ledger would answer; empty if it would do it */
    record Rehearsed(String refusal) implements Answer {}

    /**
     * What a resource must have reached, and whether work in it is suspended.
     *
     * @param mark the highest transaction number that was witness of a decided branch there; 0 if there is none
     * @param incident the open {@link IncidentKind#RESOURCE_SET_BACK}, 0 if there is none
     */
    record Standing(long mark, long incident) implements Answer {}

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
