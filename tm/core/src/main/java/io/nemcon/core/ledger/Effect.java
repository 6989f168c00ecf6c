package io.nemcon.core.ledger;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import java.util.List;

/**
 * What the ledger wants done after an entry. Whoever carries them out may lose them: nothing that must be true depends on
 * an effect, it only comes sooner by it.
 */
public sealed interface Effect {

    record SessionOpened(SessionId session, int ttlMs) implements Effect {}

    record SessionEnded(SessionId session, EndReason reason) implements Effect {}

    /** The active agent of these resources should look for work now. */
    record AgentWanted(SessionId agent, List<ResourceName> resources) implements Effect {
        public AgentWanted {
            resources = List.copyOf(resources);
        }
    }

    /**
     * A transaction is decided that these sessions had joined.
     *
     * @param outcome COMMITTED or ABORTED
     */
    record JoinedDecided(Gtrid gtrid, Outcome outcome, Reason reason, List<SessionId> joins) implements Effect {
        public JoinedDecided {
            joins = List.copyOf(joins);
        }
    }

    /** A person is needed. */
    record IncidentOpened(Answer.IncidentInfo incident) implements Effect {}

    /** A person has settled it, or an agent has finished the branch as a person decided. */
    record IncidentClosed(Answer.IncidentInfo incident, Answer.Closing closing) implements Effect {}

    /** An operator decided; agents carry it out on these branches, and on others that turn up. */
    record TransactionResolved(Gtrid gtrid, Decision decision, String who, String why, List<DecidedBranch> branches)
            implements Effect {
        public TransactionResolved {
            branches = List.copyOf(branches);
        }
    }
}
