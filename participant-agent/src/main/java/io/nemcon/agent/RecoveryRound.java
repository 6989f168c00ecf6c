package io.nemcon.agent;

import io.nemcon.client.AgentPort;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.QueryCodec;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.recovery.Heuristic;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.RecoveryProtocol;
import io.nemcon.core.recovery.RecoveryStep;
import io.nemcon.node.host.CrashPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the steps of one round. Agent thread only. */
final class RecoveryRound {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveryRound.class);

    private final AgentPort port;
    private final AskedGroup group;
    private final PassedResource resource;
    private final RecoveryProtocol protocol;
    private final Vitals vitals;
    private final Deque<RecoveryStep> steps = new ArrayDeque<>();
    private int left;

    RecoveryRound(AgentPort port, PassedResource resource, RecoveryProtocol protocol, Vitals vitals) {
        this.port = port;
        this.group = new AskedGroup(port);
        this.resource = resource;
        this.protocol = protocol;
        this.vitals = vitals;
    }

    /** Returns how many branches need another round soon. */
    int run() throws ResourceUnreachableException, GroupUnreachableException, InterruptedException {
        boolean whole = false;
        try {
            steps.addAll(
                    protocol.begin(TimeUnit.NANOSECONDS.toMillis(port.host().nanoTime())));
            while (!steps.isEmpty()) {
                steps.addAll(carryOut(steps.remove()));
            }
            whole = true;
            return left;
        } finally {
            if (!whole) {
                protocol.abandon();
            }
        }
    }

    private List<RecoveryStep> carryOut(RecoveryStep step)
            throws ResourceUnreachableException, GroupUnreachableException, InterruptedException {
        if (step instanceof RecoveryStep.QueryUnfinished) {
            Answer.Unfinished answer = group.query(
                    CrashPoint.AGENT_BEFORE_UNFINISHED_ASKED,
                    new Query.Unfinished(resource.name()),
                    Answer.Unfinished.class);
            vitals.unfinished(answer);
            return protocol.unfinishedAnswered(answer);
        } else if (step instanceof RecoveryStep.ListPrepared) {
            List<Listed> prepared = resource.prepared();
            vitals.scanned();
            return protocol.preparedListed(prepared);
        } else if (step instanceof RecoveryStep.QueryOutcomes outcomes) {
            return protocol.outcomesAnswered(outcomesOf(outcomes));
        } else if (step instanceof RecoveryStep.Commit commit) {
            return commanded(step, "commit", commit.prepared(), resource.commit(commit.prepared()));
        } else if (step instanceof RecoveryStep.Rollback rollback) {
            return commanded(step, "rollback", rollback.prepared(), resource.rollback(rollback.prepared()));
        } else if (step instanceof RecoveryStep.AskWitness ask) {
            return protocol.witnessAnswered(ask.branch(), resource.ask(ask.branch(), ask.witness()));
        } else if (step instanceof RecoveryStep.Inquire inquire) {
            group.inquire(inquire.gtrids());
        } else if (step instanceof RecoveryStep.Report report) {
            group.request(pointBefore(report.command()), report.command());
            group.pass(CrashPoint.AGENT_REPORTED);
        } else if (step instanceof RecoveryStep.Forget forget) {
            tell("forget", forget.ended(), resource.forget(forget.ended()));
        } else if (step instanceof RecoveryStep.RoundEnded ended) {
            left = ended.left();
        }
        return List.of();
    }

    private static CrashPoint pointBefore(SessionCommand report) {
        if (report instanceof SessionCommand.OpenIncident) {
            return CrashPoint.AGENT_BEFORE_INCIDENT_REPORTED;
        }
        return report instanceof SessionCommand.Scanned
                ? CrashPoint.AGENT_BEFORE_SCAN_REPORTED
                : CrashPoint.AGENT_BEFORE_FINISHED_REPORTED;
    }

    /** Asked in parts when there are very many. */
    private List<Answer.OutcomeOf> outcomesOf(RecoveryStep.QueryOutcomes step)
            throws GroupUnreachableException, InterruptedException {
        List<Answer.OutcomeOf> outcomes = new ArrayList<>();
        for (int from = 0; from < step.gtrids().size(); from += QueryCodec.GTRIDS_MAX) {
            int to = Math.min(step.gtrids().size(), from + QueryCodec.GTRIDS_MAX);
            Query.Outcomes part = new Query.Outcomes(step.gtrids().subList(from, to));
            outcomes.addAll(group.query(CrashPoint.AGENT_BEFORE_OUTCOMES_ASKED, part, Answer.Outcomes.class)
                    .outcomes());
        }
        return outcomes;
    }

    private List<RecoveryStep> commanded(RecoveryStep step, String command, Listed branch, String words) {
        tell(command, branch, words);
        Heuristic how = resource.endedByItself(branch);
        return how == null ? protocol.commanded(step, words.isEmpty()) : protocol.endedByItself(step, how, words);
    }

    private void tell(String command, Listed branch, String words) {
        if (words.isEmpty()) {
            LOG.info("resource {}: {} of {} acknowledged", resource.name(), command, branch.text());
        } else {
            LOG.info("resource {}: {} of {} answered: {}", resource.name(), command, branch.text(), words);
        }
    }
}
