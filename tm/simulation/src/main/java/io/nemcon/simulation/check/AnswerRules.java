package io.nemcon.simulation.check;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.AnswerCodec;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.ResultCodec;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.LedgerProtocol;
import io.nemcon.simulation.machine.Machine;
import io.nemcon.simulation.machine.Scheduler;
import io.nemcon.simulation.network.Words;
import java.util.function.BiConsumer;

/** What nodes answer, held against what the log says: P5, and what of P9 and P10 shows in an answer. */
final class AnswerRules {

    private static final long MILLI = 1_000_000;

    private final Scheduler scheduler;
    private final Decisions decisions;
    private final LeaseRules leases;
    private final BiConsumer<Rule, String> violated;

    AnswerRules(Scheduler scheduler, Decisions decisions, LeaseRules leases, BiConsumer<Rule, String> violated) {
        this.scheduler = scheduler;
        this.decisions = decisions;
        this.leases = leases;
        this.violated = violated;
    }

    /** A service answered what it received at that time. */
    void answered(Machine server, Object connection, long receivedNs, int method, byte[] request, byte[] reply) {
        switch (method) {
            case LedgerProtocol.PROPOSE -> {
                Result result = ResultCodec.decode(reply);
                proposed(server, CommandCodec.decode(request), result);
                if (result instanceof Result.SessionOpened opened) {
                    leases.heard(server.name(), connection, receivedNs, opened.session());
                }
            }
            case LedgerProtocol.QUERY -> queried(server, receivedNs, AnswerCodec.decode(reply));
            case LedgerProtocol.HEARTBEAT -> renewed(server, connection, receivedNs, request, reply);
            default -> {
                // carries nothing that could be wrong
            }
        }
    }

    /** P5 and P10. */
    private void proposed(Machine server, Command command, Result result) {
        if (!Answers.fits(command, result)) {
            violated.accept(Rule.P5, server + " answers " + Words.of(command) + " with " + result);
        }
        if (command instanceof Command.FromSession from) {
            violatedIf(Rule.P10, decisions.resources().wrongAnswer(from.header().session(), from.body(), result));
            if (from.body() instanceof SessionCommand.Decide decide && result instanceof Result.Decided decided) {
                checkOutcome(server, decide.gtrid(), decided.outcome());
            }
        }
    }

    private void queried(Machine server, long receivedNs, Answer answer) {
        if (answer instanceof Answer.Outcomes outcomes) {
            for (Answer.OutcomeOf one : outcomes.outcomes()) {
                if (one.outcome() == Outcome.PENDING) {
                    checkStillPending(server, one.gtrid(), receivedNs);
                } else {
                    checkOutcome(server, one.gtrid(), one.outcome());
                    checkStillKnown(server, one, receivedNs);
                }
            }
        } else if (answer instanceof Answer.Unfinished unfinished) {
            for (Answer.UnfinishedBranch one : unfinished.branches()) {
                boolean commit = one.decision() == Decision.COMMIT;
                checkOutcome(server, one.branch().gtrid(), commit ? Outcome.COMMITTED : Outcome.ABORTED);
            }
        }
    }

    /** P5: the log's decision, and no other. */
    private void checkOutcome(Machine server, Gtrid gtrid, Outcome said) {
        Outcome truth = decisions.outcome(gtrid);
        if (said == Outcome.FORGOTTEN) {
            if (decisions.forgottenNs(gtrid.session()) > scheduler.nowNs()) {
                violated.accept(Rule.P5, server + " says FORGOTTEN of " + Words.of(gtrid) + ", the log says " + truth);
            }
        } else if (said != truth) {
            violated.accept(Rule.P5, server + " says " + said + " of " + Words.of(gtrid) + ", the log says " + truth);
        }
    }

    /** P5: a read is linearizable, so what was decided before it was asked for is in it. */
    private void checkStillPending(Machine server, Gtrid gtrid, long receivedNs) {
        Decisions.Decided decided = decisions.decided(gtrid);
        if (decided != null && decided.atNs() < receivedNs) {
            violated.accept(
                    Rule.P5,
                    server + " says PENDING of " + Words.of(gtrid) + ", decided " + decided.decision() + " "
                            + (receivedNs - decided.atNs()) / MILLI + " ms before it was asked");
        }
    }

    /** P5: what was forgotten before it was asked for is not known. */
    private void checkStillKnown(Machine server, Answer.OutcomeOf said, long receivedNs) {
        if (said.outcome() != Outcome.FORGOTTEN
                && decisions.forgottenNs(said.gtrid().session()) < receivedNs) {
            violated.accept(
                    Rule.P5,
                    server + " says " + said.outcome() + " of " + Words.of(said.gtrid())
                            + ", which was forgotten before it was asked");
        }
    }

    private void renewed(Machine server, Object connection, long receivedNs, byte[] request, byte[] reply) {
        SessionId session = LedgerProtocol.decodeSession(request);
        if (LedgerProtocol.decodeAlive(reply)) {
            violatedIf(Rule.P9, leases.wrongAcknowledgement(server.name(), receivedNs, session));
            leases.heard(server.name(), connection, receivedNs, session);
        } else if (decisions.isAlive(session)) {
            violated.accept(Rule.P5, server + " says that " + session + " has ended, and the log does not");
        }
    }

    private void violatedIf(Rule rule, String wrong) {
        if (!wrong.isEmpty()) {
            violated.accept(rule, wrong);
        }
    }
}
