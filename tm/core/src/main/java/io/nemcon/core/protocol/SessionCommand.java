package io.nemcon.core.protocol;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import java.util.List;

/** What a session may ask the ledger to do. */
public sealed interface SessionCommand {

    <R> R accept(Visitor<R> visitor);

    /**
     * The decision of a transaction. COMMIT only from the session that began it; ABORT from anyone who must not wait for
     * that session.
     *
     * @param branches the prepared branches, each to be reported finished before the transaction retires
     * @param joins for COMMIT: the sessions that joined it and agreed, in the order of their joining; refused if it is not all
     *     of them
     */
    record Decide(Gtrid gtrid, Decision decision, Reason reason, List<DecidedBranch> branches, List<SessionId> joins)
            implements SessionCommand {
        public Decide {
            branches = List.copyOf(branches);
            joins = List.copyOf(joins);
        }

        /** Of a transaction that no other session has joined. */
        public Decide(Gtrid gtrid, Decision decision, Reason reason, List<DecidedBranch> branches) {
            this(gtrid, decision, reason, branches, List.of());
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.decide(this);
        }
    }

    /**
     * The session is going to work in a transaction that another one began. Acknowledged before it does; refused once that is
     * decided.
     */
    record Join(Gtrid gtrid) implements SessionCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.join(this);
        }
    }

    /** Branches that were carried out. Repeats and unknown branches are no-ops. */
    record Finished(List<FinishedBranch> branches) implements SessionCommand {
        public Finished {
            branches = List.copyOf(branches);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.finished(this);
        }
    }

    /**
     * The session offers itself as agent of a resource; the first one alive is the active one.
     *
     * @param number higher than that of all the session said before about being an agent of this resource: where copies of
     *     requests overtake each other the highest counts
     */
    record RegisterAgent(ResourceName resource, long number) implements SessionCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.registerAgent(this);
        }
    }

    /**
     * The session is an agent of that resource no more.
     *
     * @param number as in {@link RegisterAgent}
     */
    record UnregisterAgent(ResourceName resource, long number) implements SessionCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unregisterAgent(this);
        }
    }

    /**
     * The resource was fully scanned and nothing of an ended session is left prepared in it.
     *
     * @param throughIndex the ledger index that the scan began after
     */
    record Scanned(ResourceName resource, long throughIndex) implements SessionCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.scanned(this);
        }
    }

    /** Something a person must settle; one open incident for each (kind, resource, branch). */
    record OpenIncident(IncidentKind kind, ResourceName resource, String branch, String evidence)
            implements SessionCommand {

        public static final int EVIDENCE_LENGTH_MAX = 1_000;

        public OpenIncident {
            if (branch.length() > 400 || evidence.length() > EVIDENCE_LENGTH_MAX) {
                throw new IllegalArgumentException("incident text too long: branch " + branch.length()
                        + " of 400, evidence " + evidence.length() + " of " + EVIDENCE_LENGTH_MAX + " characters");
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.openIncident(this);
        }
    }

    /** One method a command: adding a command breaks the compile wherever one is handled. */
    interface Visitor<R> {
        R decide(Decide command);

        R join(Join command);

        R finished(Finished command);

        R registerAgent(RegisterAgent command);

        R unregisterAgent(UnregisterAgent command);

        R scanned(Scanned command);

        R openIncident(OpenIncident command);
    }
}
