package io.nemcon.client.jta;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.jta.PhaseExecutor.Phase;
import io.nemcon.core.commit.Ended;
import io.nemcon.core.commit.JoinProtocol;
import io.nemcon.core.commit.Participant;
import io.nemcon.core.commit.Step;
import io.nemcon.core.protocol.Vote;
import jakarta.transaction.Status;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the steps of a joined part's end on its branches. One thread at a time; {@link #cancelVoting} from any. */
final class JoinedEnd {

    private static final Logger LOG = LoggerFactory.getLogger(JoinedEnd.class);

    private final JoinProtocol protocol;
    private final Parts parts;
    private final BranchSteps branches;

    /** @param why no work is taken from now on */
    JoinedEnd(JoinProtocol protocol, Parts parts, String why) {
        this.protocol = protocol;
        this.parts = parts;
        this.branches = new BranchSteps(
                parts.transaction().gtrid(),
                parts.branches().freeze(why),
                parts.environment().workers().phases());
    }

    List<Participant> participants() {
        return branches.participants();
    }

    void drive(List<Step> first) {
        List<Step> steps = first;
        while (!steps.isEmpty()) {
            steps = carryOut(steps);
        }
    }

    private List<Step> carryOut(List<Step> steps) {
        Step first = steps.get(0);
        if (first instanceof Step.Prepare) {
            return prepare(steps);
        } else if (first instanceof Step.Commit) {
            parts.lifecycle().status(Status.STATUS_COMMITTING);
            return end(steps, Phase.COMMIT, Enlistment::commit);
        } else if (first instanceof Step.Rollback) {
            parts.lifecycle().status(Status.STATUS_ROLLING_BACK);
            return end(steps, Phase.ROLLBACK, Enlistment::rollback);
        } else if (first instanceof Step.ReportFinished report) {
            parts.environment().sessions().report(report.command().branches());
            return List.of();
        }
        throw new IllegalStateException("no step of a joined part: " + first);
    }

    private List<Step> prepare(List<Step> steps) {
        List<Enlistment> asked = branches.of(steps);
        List<PrepareAnswer> answers = branches.vote(Phase.PREPARE, asked, Enlistment::prepare);
        List<Step> next = List.of();
        for (int i = 0; i < asked.size(); i++) {
            PrepareAnswer answer = answers.get(i);
            boolean agreed = answer.vote() == Vote.YES || answer.vote() == Vote.READ_ONLY;
            String said = answer.vote() == null ? " gave no answer to prepare: " : " voted NO: ";
            next = protocol.prepareAnswered(
                    asked.get(i).number(),
                    answer.vote(),
                    answer.witness(),
                    agreed ? "" : asked.get(i).describe() + said + answer.why());
        }
        return next;
    }

    private List<Step> end(List<Step> steps, Phase phase, Function<Enlistment, BranchEnd> call) {
        List<Enlistment> asked = branches.of(steps);
        List<BranchEnd> ends = branches.ask(phase, asked, call);
        List<Step> next = List.of();
        for (int i = 0; i < asked.size(); i++) {
            BranchEnd end = ends.get(i);
            if (!end.why().isEmpty()) {
                LOG.warn(
                        "{}: {} of {}: {} ({})",
                        parts.transaction(),
                        phase,
                        asked.get(i).describe(),
                        end.kind(),
                        end.why());
            }
            Ended ended =
                    switch (end.kind()) {
                        case COMMITTED -> Ended.COMMITTED;
                        case ROLLED_BACK -> Ended.ROLLED_BACK;
                        case MIXED -> Ended.MIXED;
                        case UNSETTLED -> Ended.UNSETTLED;
                    };
            next = protocol.branchEnded(asked.get(i).number(), ended);
        }
        return next;
    }

    void cancelVoting() {
        branches.cancelVoting();
    }

    /** Gives back what the branches hold. Idempotent. */
    void release() {
        branches.release();
    }

    @Nullable
    Throwable thrown() {
        return branches.thrown();
    }
}
