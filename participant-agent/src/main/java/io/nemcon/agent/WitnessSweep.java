package io.nemcon.agent;

import io.nemcon.client.AgentPort;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.AnswerCodec;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.node.host.CrashPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A witness may go when nobody will ask for it again. The group asks for the witness of a branch as long as the branch is
 * among the unfinished ones of a decision. So the outcome is read first and the unfinished ones after it: a transaction that
 * was committed by then, and of which this branch is not unfinished any more, has had it reported finished, and a finished
 * branch never becomes unfinished again. What is pending, or was aborted and yet has a witness, keeps it: that is evidence
 * for a person. So does what the group has forgotten, for a time.
 */
/** Has witnesses removed that are needed no more, in bounded batches. Agent thread only. */
final class WitnessSweep {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessSweep.class);

    static final int BATCH = 1_000;

    /** More are left to the next time, so that a backlog does not keep recovery waiting. */
    static final int BATCHES_MAX = 10;

    /** A month: longer than a person takes to look into what the group has forgotten. */
    static final long FORGOTTEN_KEPT_MS = TimeUnit.DAYS.toMillis(30);

    private final AskedGroup asked;
    private final PassedResource resource;
    private final GroupId group;

    WitnessSweep(AgentPort port, PassedResource resource, GroupId group) {
        this.asked = new AskedGroup(port);
        this.resource = resource;
        this.group = group;
    }

    /** Returns how many were removed. */
    int run() throws ResourceUnreachableException, GroupUnreachableException, InterruptedException {
        int removed = 0;
        for (int batch = 0; batch < BATCHES_MAX; batch++) {
            List<WitnessedBranch> old = resource.oldWitnesses(group, BATCH);
            List<BranchId> over = old.isEmpty() ? List.of() : over(old);
            if (!over.isEmpty()) {
                resource.removeWitnesses(group, over);
                removed += over.size();
            }
            if (old.size() < BATCH) {
                break;
            }
        }
        if (removed > 0) {
            LOG.debug("resource {}: removed {} witnesses of finished branches", resource.name(), removed);
        }
        return removed;
    }

    private List<BranchId> over(List<WitnessedBranch> old) throws GroupUnreachableException, InterruptedException {
        Map<Gtrid, Outcome> outcomes = outcomesOf(old);
        Set<BranchId> unfinished = unfinished();
        if (unfinished.size() >= AnswerCodec.ROWS_MAX) {
            return List.of(); // the answer was cut, so absence from it says nothing
        }
        List<BranchId> over = new ArrayList<>();
        for (WitnessedBranch one : old) {
            Outcome outcome = outcomes.getOrDefault(one.branch().gtrid(), Outcome.PENDING);
            boolean needless = outcome == Outcome.COMMITTED
                    || (outcome == Outcome.FORGOTTEN && one.preparedAgoMs() >= FORGOTTEN_KEPT_MS);
            if (needless && !unfinished.contains(one.branch())) {
                over.add(one.branch());
            }
        }
        return over;
    }

    private Map<Gtrid, Outcome> outcomesOf(List<WitnessedBranch> old)
            throws GroupUnreachableException, InterruptedException {
        Set<Gtrid> gtrids = new LinkedHashSet<>();
        old.forEach(one -> gtrids.add(one.branch().gtrid()));
        Map<Gtrid, Outcome> outcomes = new HashMap<>();
        Query query = new Query.Outcomes(List.copyOf(gtrids));
        asked.query(CrashPoint.AGENT_BEFORE_OLD_OUTCOMES_ASKED, query, Answer.Outcomes.class)
                .outcomes()
                .forEach(one -> outcomes.put(one.gtrid(), one.outcome()));
        return outcomes;
    }

    private Set<BranchId> unfinished() throws GroupUnreachableException, InterruptedException {
        Set<BranchId> unfinished = new HashSet<>();
        Query query = new Query.Unfinished(resource.name());
        asked.query(CrashPoint.AGENT_BEFORE_OLD_UNFINISHED_ASKED, query, Answer.Unfinished.class)
                .branches()
                .forEach(one -> unfinished.add(one.branch()));
        return unfinished;
    }
}
