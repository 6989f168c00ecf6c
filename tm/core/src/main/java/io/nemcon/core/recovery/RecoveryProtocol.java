package io.nemcon.core.recovery;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer.OutcomeOf;
import io.nemcon.core.protocol.Answer.Unfinished;
import io.nemcon.core.protocol.Answer.UnfinishedBranch;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One agent's rounds over one resource. Not thread-safe; times are milliseconds of a monotonic clock, handed in.
 *
 * <pre>
 * IDLE            -begin->                what is decided and unfinished here?
 * UNFINISHED      -unfinishedAnswered->   what is prepared?
 * LISTING         -preparedListed->       what became of those?
 * OUTCOMES        -outcomesAnswered->     commit and roll back as decided, inquire about old pending ones
 * COMMANDING      -commanded (each)->     what is prepared now?
 * LISTING_AGAIN   -preparedListed->       of decided ones no longer prepared: what does the witness say?
 * WITNESS         -witnessAnswered (each)-> reports, IDLE
 * any             -abandon->              IDLE: the resource or the group did not answer; the next round starts over
 * </pre>
 *
 * <p>A branch that its resource ended by itself is told by {@code endedByItself} in place of {@code commanded}. As it was
 * decided: it is finished, and then forgotten by its resource. Else it is an incident, and its resource remembers it until
 * the group has nothing unfinished of it: that memory alone tells it, also a later agent, from a lost one (scenario 67).
 *
 * <p>The order is what makes it safe: the decision is known before the list is read, and the list is read before the witness
 * is believed (design section 5, rule 5). A command's own answer is believed only where a resource has no witness.
 *
 * <p>A branch is called lost in the second round only. A witness may have been removed while this agent stood still, by an
 * agent that saw the branch reported; so what no witness proves is lost only if it was still unfinished after that was asked.
 */
public final class RecoveryProtocol {

    private enum Phase {
        IDLE,
        UNFINISHED,
        LISTING,
        OUTCOMES,
        COMMANDING,
        LISTING_AGAIN,
        WITNESS
    }

    /** So that a person who closed one too early hears of it again. */
    private static final long INCIDENT_REPEAT_MS = 600_000;

    private static final int INCIDENTS_REMEMBERED_MAX = 10_000;

    /** So long after its decision a living owner has reported what it alone can prove, or never will. */
    private static final long LOST_AFTER_MS = 30_000;

    private final GroupId group;
    private final ResourceName resource;
    private final boolean hasWitness;
    private final RecoverySettings settings;

    /** When a branch was first seen prepared, for resources that do not tell its age. */
    private final Map<BranchId, Long> seenSinceMs = new LinkedHashMap<>();

    /** When an incident was last reported: not with every round, for the ledger keeps it. */
    private final Map<String, Long> incidentsReportedMs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > INCIDENTS_REMEMBERED_MAX;
        }
    };

    /** Of those reported in this round: an answer may still be missing. */
    private final List<String> incidentsOfRound = new ArrayList<>();

    /** Known until they are neither listed nor unfinished. */
    private final Map<BranchId, EndedByItself> endedByItself = new LinkedHashMap<>();

    private Phase phase = Phase.IDLE;
    private long nowMs;
    private Unfinished unfinished = new Unfinished(0, false, List.of());
    private List<Listed> listed = List.of();
    private int waitingFor;

    /** Commits that were done here and are not retired yet: the report of them may have been lost. */
    private final Set<BranchId> acknowledgedCommits = new HashSet<>();

    /** Unfinished branches that an earlier round took for lost. */
    private final Set<BranchId> suspects = new HashSet<>();

    /** Prepared branches whose owner has ended: the scan is complete only when none is left. */
    private final Set<BranchId> ownerless = new LinkedHashSet<>();

    /** Prepared branches that the group has forgotten: the scan is not complete, and no further round would change that. */
    private final Set<BranchId> forAPerson = new LinkedHashSet<>();

    private final List<FinishedBranch> finished = new ArrayList<>();
    private final List<RecoveryStep> reports = new ArrayList<>();
    private int left;

    public RecoveryProtocol(GroupId group, ResourceName resource, boolean hasWitness, RecoverySettings settings) {
        this.group = group;
        this.resource = resource;
        this.hasWitness = hasWitness;
        this.settings = settings;
    }

    /** Starts a round. */
    public List<RecoveryStep> begin(long monotonicMs) {
        require(Phase.IDLE);
        nowMs = monotonicMs;
        listed = List.of();
        ownerless.clear();
        forAPerson.clear();
        finished.clear();
        reports.clear();
        incidentsOfRound.clear();
        left = 0;
        phase = Phase.UNFINISHED;
        return List.of(new RecoveryStep.QueryUnfinished());
    }

    /** The resource or the group did not answer; an incident of this round may not have arrived. */
    public void abandon() {
        phase = Phase.IDLE;
        incidentsReportedMs.keySet().removeAll(incidentsOfRound);
    }

    public List<RecoveryStep> unfinishedAnswered(Unfinished answer) {
        require(Phase.UNFINISHED);
        unfinished = answer;
        Set<BranchId> open = new HashSet<>();
        answer.branches().forEach(one -> open.add(one.branch()));
        acknowledgedCommits.retainAll(open);
        suspects.retainAll(open);
        phase = Phase.LISTING;
        return List.of(new RecoveryStep.ListPrepared());
    }

    public List<RecoveryStep> preparedListed(List<Listed> prepared) {
        if (phase == Phase.LISTING_AGAIN) {
            listed = prepared;
            return askWitnesses();
        }
        require(Phase.LISTING);
        listed = prepared;
        forgetThoseGone();
        reportForeignOnes();
        Set<Gtrid> ours = new LinkedHashSet<>();
        for (Listed one : prepared) {
            if (isOurs(one)) {
                ours.add(branchOf(one).gtrid());
            }
        }
        if (ours.isEmpty()) {
            return askWitnesses();
        }
        phase = Phase.OUTCOMES;
        return List.of(new RecoveryStep.QueryOutcomes(List.copyOf(ours)));
    }

    private void reportForeignOnes() {
        for (Listed one : listed) {
            if (isForeign(one) && one.preparedAgoMs() >= settings.foreignAfterMs()) {
                incident(
                        IncidentKind.FOREIGN_BRANCH,
                        one.text(),
                        "prepared for " + one.preparedAgoMs() / 1_000
                                + " s by another transaction manager or group; it holds its locks until that one ends it");
            }
        }
    }

    public List<RecoveryStep> outcomesAnswered(List<OutcomeOf> outcomes) {
        require(Phase.OUTCOMES);
        Map<Gtrid, OutcomeOf> byGtrid = new LinkedHashMap<>();
        outcomes.forEach(outcome -> byGtrid.put(outcome.gtrid(), outcome));
        List<RecoveryStep> commands = new ArrayList<>();
        Set<Gtrid> inquiries = new LinkedHashSet<>();
        for (Listed one : listed) {
            if (!isOurs(one)) {
                continue;
            }
            OutcomeOf outcome = byGtrid.get(branchOf(one).gtrid());
            if (outcome == null) {
                left++; // not asked this time, or the answer was cut: the next round asks
            } else {
                act(one, outcome, commands, inquiries);
            }
        }
        if (!inquiries.isEmpty()) {
            reports.add(new RecoveryStep.Inquire(List.copyOf(inquiries)));
        }
        if (commands.isEmpty()) {
            return askWitnesses();
        }
        phase = Phase.COMMANDING;
        waitingFor = commands.size();
        return commands;
    }

    private void act(Listed one, OutcomeOf outcome, List<RecoveryStep> commands, Set<Gtrid> inquiries) {
        long ageMs = ageMs(one);
        boolean ownersTurn = outcome.ownerAlive() && ageMs < settings.lateAfterMs();
        if (outcome.outcome() == Outcome.FORGOTTEN) {
            forAPerson.add(branchOf(one));
        } else if (!outcome.ownerAlive()) {
            ownerless.add(branchOf(one));
        }
        if (endedByItself.containsKey(branchOf(one))) {
            becomesAPersons(branchOf(one));
            return; // it would only say so again
        }
        switch (outcome.outcome()) {
            case COMMITTED -> {
                if (!ownersTurn) {
                    commands.add(new RecoveryStep.Commit(one));
                }
            }
            case ABORTED -> {
                if (!ownersTurn) {
                    commands.add(new RecoveryStep.Rollback(one));
                }
            }
            case PENDING -> {
                if (ageMs >= settings.inquireAfterMs()) {
                    inquiries.add(outcome.gtrid());
                }
            }
            case FORGOTTEN ->
                incident(
                        IncidentKind.FORGOTTEN_BRANCH,
                        branchOf(one).toString(),
                        "prepared as '" + one.text() + "' for " + one.preparedAgoMs() / 1_000
                                + " s, and the group no longer keeps what was decided; a person must commit or roll it back");
        }
    }

    private long ageMs(Listed one) {
        long since = seenSinceMs.computeIfAbsent(branchOf(one), branch -> nowMs);
        return Math.max(one.preparedAgoMs(), nowMs - since);
    }

    private void forgetThoseGone() {
        Set<BranchId> there = new HashSet<>();
        listed.stream().filter(this::isOurs).forEach(one -> there.add(branchOf(one)));
        seenSinceMs.keySet().retainAll(there);
        endedByItself.keySet().removeIf(branch -> !there.contains(branch) && !isUnfinished(branch));
    }

    private boolean isUnfinished(BranchId branch) {
        return unfinished.branches().stream().anyMatch(one -> one.branch().equals(branch));
    }

    private void becomesAPersons(BranchId branch) {
        ownerless.remove(branch);
        forAPerson.add(branch);
    }

    /** @param acknowledged the resource said that it did it, without any error */
    public List<RecoveryStep> commanded(RecoveryStep command, boolean acknowledged) {
        require(Phase.COMMANDING);
        if (acknowledged && command instanceof RecoveryStep.Commit commit) {
            acknowledgedCommits.add(branchOf(commit.prepared()));
        }
        return nextCommand();
    }

    /**
     * The resource had ended the branch of this command by itself before.
     *
     * @param words the resource's own
     */
    public List<RecoveryStep> endedByItself(RecoveryStep command, Heuristic how, String words) {
        require(Phase.COMMANDING);
        if (command instanceof RecoveryStep.Commit commit) {
            note(new EndedByItself(commit.prepared(), Decision.COMMIT, how, words));
        } else if (command instanceof RecoveryStep.Rollback rollback) {
            note(new EndedByItself(rollback.prepared(), Decision.ABORT, how, words));
        }
        return nextCommand();
    }

    private void note(EndedByItself ended) {
        BranchId branch = branchOf(ended.listed());
        endedByItself.put(branch, ended);
        becomesAPersons(branch);
    }

    private List<RecoveryStep> nextCommand() {
        if (--waitingFor > 0) {
            return List.of();
        }
        phase = Phase.LISTING_AGAIN;
        return List.of(new RecoveryStep.ListPrepared());
    }

    private List<RecoveryStep> askWitnesses() {
        Set<BranchId> prepared = new HashSet<>();
        listed.stream().filter(this::isOurs).forEach(one -> prepared.add(branchOf(one)));
        List<RecoveryStep> questions = new ArrayList<>();
        for (UnfinishedBranch one : unfinished.branches()) {
            EndedByItself ended = endedByItself.get(one.branch());
            if (ended != null) {
                if (ended.asDecided()) {
                    finished.add(new FinishedBranch(one.branch()));
                }
            } else if (!prepared.contains(one.branch()) && isOurTurn(one)) {
                settleAbsent(one, questions);
            } else if (isOurTurn(one) && !ownerless.contains(one.branch())) {
                left++;
            }
        }
        ownerless.retainAll(prepared);
        if (questions.isEmpty()) {
            return endRound();
        }
        phase = Phase.WITNESS;
        waitingFor = questions.size();
        return questions;
    }

    private boolean isOurTurn(UnfinishedBranch one) {
        return !one.ownerAlive() || one.decidedAgoMs() >= settings.lateAfterMs();
    }

    private void settleAbsent(UnfinishedBranch one, List<RecoveryStep> questions) {
        boolean canAsk = hasWitness && one.witness().isPresent();
        if (canAsk) {
            questions.add(new RecoveryStep.AskWitness(one.branch(), one.witness()));
        } else if (one.decision() == Decision.ABORT || acknowledgedCommits.contains(one.branch())) {
            finished.add(new FinishedBranch(one.branch()));
        } else if (!one.ownerAlive() || one.decidedAgoMs() >= LOST_AFTER_MS) {
            lost(one.branch(), "there is no witness");
        }
    }

    public List<RecoveryStep> witnessAnswered(BranchId branch, Testimony testimony) {
        require(Phase.WITNESS);
        for (UnfinishedBranch one : unfinished.branches()) {
            if (one.branch().equals(branch)) {
                believe(one, testimony);
            }
        }
        return --waitingFor > 0 ? List.of() : endRound();
    }

    private void believe(UnfinishedBranch one, Testimony testimony) {
        boolean commit = one.decision() == Decision.COMMIT;
        switch (testimony) {
            case COMMITTED -> {
                if (commit) {
                    finished.add(new FinishedBranch(one.branch()));
                } else {
                    incident(
                            IncidentKind.HEURISTIC_COMMIT,
                            one.branch().toString(),
                            "decided ABORT, and the database committed it: witness " + words(one.witness()));
                }
            }
            case ROLLED_BACK -> {
                if (commit) {
                    incident(
                            IncidentKind.HEURISTIC_ROLLBACK,
                            one.branch().toString(),
                            "decided COMMIT, and the database rolled it back: witness " + words(one.witness()));
                } else {
                    finished.add(new FinishedBranch(one.branch()));
                }
            }
            case IN_PROGRESS -> left++;
            case UNKNOWN -> {
                if (commit) {
                    lost(one.branch(), "the database does not know its witness " + words(one.witness()));
                } else {
                    finished.add(new FinishedBranch(one.branch()));
                }
            }
        }
    }

    private static String words(Witness witness) {
        return "'" + witness.evidence() + "'";
    }

    private void lost(BranchId branch, String because) {
        if (suspects.add(branch)) {
            left++;
            return;
        }
        incident(
                IncidentKind.LOST_BRANCH,
                branch.toString(),
                "decided COMMIT, no longer prepared, and not proved committed: " + because
                        + "; was the database restored or failed over?");
    }

    private List<RecoveryStep> endRound() {
        phase = Phase.IDLE;
        for (EndedByItself one : endedByItself.values()) {
            if (!one.asDecided()) {
                incident(one.how().againstDecision(), branchOf(one.listed()).toString(), one.evidence());
            }
        }
        List<RecoveryStep> steps = new ArrayList<>(reports);
        for (int from = 0; from < finished.size(); from += CommandCodec.FINISHED_MAX) {
            int to = Math.min(finished.size(), from + CommandCodec.FINISHED_MAX);
            steps.add(new RecoveryStep.Report(new SessionCommand.Finished(finished.subList(from, to))));
        }
        for (EndedByItself one : endedByItself.values()) {
            boolean mayGo = one.asDecided() || !isUnfinished(branchOf(one.listed()));
            if (mayGo && one.isForgetDue(nowMs)) {
                steps.add(new RecoveryStep.Forget(one.listed()));
            }
        }
        if (unfinished.scanWanted() && ownerless.isEmpty() && forAPerson.isEmpty() && left == 0) {
            steps.add(new RecoveryStep.Report(new SessionCommand.Scanned(resource, unfinished.index())));
        }
        steps.add(new RecoveryStep.RoundEnded(left + ownerless.size()));
        return steps;
    }

    /** Opens it in the ledger, which keeps it until a person closes it. */
    private void incident(IncidentKind kind, String branch, String evidence) {
        String key = kind + " " + branch;
        Long reportedMs = incidentsReportedMs.get(key);
        if (reportedMs != null && nowMs - reportedMs < INCIDENT_REPEAT_MS) {
            return;
        }
        incidentsReportedMs.put(key, nowMs);
        incidentsOfRound.add(key);
        reports.add(new RecoveryStep.Report(new SessionCommand.OpenIncident(
                kind, resource, branch.substring(0, Math.min(branch.length(), 400)), evidence)));
    }

    /** Of our group and, by its bqual, of this resource. */
    private boolean isOurs(Listed one) {
        BranchId branch = one.branch();
        return branch != null && branch.gtrid().group().equals(group) && branch.resourceHash() == resource.hash();
    }

    private boolean isForeign(Listed one) {
        BranchId branch = one.branch();
        return branch == null || !branch.gtrid().group().equals(group);
    }

    private static BranchId branchOf(Listed one) {
        BranchId branch = one.branch();
        if (branch == null) {
            throw new IllegalStateException(one.text() + " is no branch of ours");
        }
        return branch;
    }

    private void require(Phase expected) {
        if (phase != expected) {
            throw new IllegalStateException("recovery of " + resource + " is " + phase + ", not " + expected);
        }
    }
}
