package io.nemcon.simulation.check;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.QueryCodec;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.LedgerProtocol;
import io.nemcon.simulation.check.Fates.Fate;
import io.nemcon.simulation.check.Fates.Known;
import io.nemcon.simulation.check.Fates.Transaction;
import io.nemcon.simulation.database.DatabaseTap;
import io.nemcon.simulation.database.Gids;
import io.nemcon.simulation.database.SimDatabase;
import io.nemcon.simulation.log.Entry;
import io.nemcon.simulation.machine.Machine;
import io.nemcon.simulation.machine.Scheduler;
import io.nemcon.simulation.network.Wiretap;
import io.nemcon.simulation.network.Words;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/*
 * Everything that must hold, in the words of Rule, each rule checked in the moment in which it could be broken: when an
 * entry becomes durable, when a branch ends in its database, when a service answers, when an application hears how its
 * transaction ended. Read with the rule's text beside it; every check names its rule.
 *
 * What is exempt, and why: a transaction in which a person ended a branch by hand, or of whose branches a database was
 * restored to an older state, can't be promised to be whole (P1, P3, P13). Locks (P7, P8), watches (P11), reads of
 * observers (P12) are not in the product yet.
 */
/** The rules, checked on everything that happens. */
public final class Invariants implements Wiretap, DatabaseTap, Decisions.Listener {

    private final Scheduler scheduler;
    private final LeaseRules leases;
    private final boolean embedded;
    private final Rounds rounds = new Rounds();
    private final Decisions decisions = new Decisions(this, rounds);
    private final Checkpoints checkpoints = new Checkpoints(decisions);
    private final ReplicaRules replicas = new ReplicaRules(checkpoints, this::violated);
    private final AnswerRules answers;
    private final Fates fates = new Fates();

    /** What applications were told. */
    private final Map<Gtrid, Told> told = new LinkedHashMap<>();

    /** Branches that a person ended. */
    private final Map<BranchId, Known> endedByHand = new LinkedHashMap<>();

    private boolean moneyDisturbed;
    private long committedTold;

    /** What an application was told of a transaction's end. */
    public enum Told {
        COMMITTED,
        ROLLED_BACK,
        UNKNOWN,
        HEURISTIC
    }

    /** @param embedded whether the ledger is in its only client's process */
    public Invariants(Scheduler scheduler, long graceNs, boolean embedded) {
        this.scheduler = scheduler;
        this.embedded = embedded;
        this.leases = new LeaseRules(graceNs);
        this.answers = new AnswerRules(scheduler, decisions, leases, this::violated);
    }

    private void violated(Rule rule, String what) {
        scheduler.trace("!!", () -> rule + " " + what);
        scheduler.failed(new Violation(rule, what));
    }

    private void violatedIf(Rule rule, String wrong) {
        if (!wrong.isEmpty()) {
            violated(rule, wrong);
        }
    }

    /** Transactions that applications were told are committed. */
    public long committedTold() {
        return committedTold;
    }

    // ---- the log

    /** An entry became durable on a majority. */
    public void committed(Entry entry) {
        decisions.observe(entry.index(), entry.term(), entry.bytes(), scheduler.nowNs());
        checkpoints.read();
    }

    /** P2: every branch that wrote is prepared, and the decision names it. */
    @Override
    public void decided(Gtrid gtrid, Decisions.Decided decided) {
        scheduler.trace("log", () -> decided.decision() + " " + Words.of(gtrid) + " is decided");
        Transaction transaction = fates.of(gtrid);
        if (decided.decision() != Decision.COMMIT || transaction.disturbed) {
            return;
        }
        for (Known branch : transaction.branches.values()) {
            if (branch.fate != Fate.PREPARED) {
                violated(
                        Rule.P2,
                        Gids.words(branch.id) + " is " + branch.fate + " in " + branch.database
                                + " when COMMIT is decided");
            } else if (decided.command().branches().stream().noneMatch(named -> isThat(gtrid, named, branch))) {
                violated(Rule.P2, Gids.words(branch.id) + " of " + branch.database + " is not named in the decision");
            }
        }
    }

    private static boolean isThat(Gtrid gtrid, DecidedBranch named, Known branch) {
        return named.id(gtrid).equals(branch.id);
    }

    /** P9, by what the leader of that term had acknowledged and seen. */
    @Override
    public void expired(Decisions.Session session, long term) {
        violatedIf(Rule.P9, leases.wrongExpiry(session, term, scheduler.nowNs()));
    }

    /** EMBEDDED: there is one process, and one session at a time. */
    @Override
    public void opened(SessionId session, long othersAlive) {
        if (embedded && othersAlive > 0) {
            violated(Rule.EMBEDDED, session + " is opened while a former one is alive");
        }
    }

    /** WATERMARK. */
    @Override
    public void abortedByWatermark(Gtrid gtrid) {
        violated(Rule.WATERMARK, Words.of(gtrid) + " is to be committed, and its session's watermark has passed it");
    }

    /** A node leads from now on, whatever it and the others know. */
    public void elected(String node) {
        leases.elected(node, scheduler.nowNs());
    }

    /** A node was told that it leads. */
    public void leads(String node, long term) {
        leases.leads(node, term, scheduler.nowNs());
    }

    /** A replica's state after so many entries. */
    public void state(String node, int applied, byte[] snapshot) {
        replicas.state(node, applied, snapshot);
    }

    // ---- the databases

    @Override
    public void wrote(SimDatabase database, BranchId branch) {
        fates.of(database, branch);
    }

    @Override
    public void prepared(SimDatabase database, BranchId branch) {
        Known known = fates.of(database, branch);
        known.fate = Fate.PREPARED;
        known.preparedNs = scheduler.nowNs();
    }

    /** P1 and P4. */
    @Override
    public void committed(SimDatabase database, BranchId branch, Hand hand, String process) {
        Known known = fates.of(database, branch);
        Transaction transaction = fates.of(branch.gtrid());
        scheduler.trace(database.toString(), () -> Gids.words(branch) + " is committed by " + hand + " " + process);
        known.fate = Fate.COMMITTED;
        if (hand == Hand.PERSON) {
            endedByHand.put(branch, known);
            disturb(transaction);
            return;
        }
        if (hand == Hand.GROUP && decisions.outcome(branch.gtrid()) != Outcome.COMMITTED) {
            violated(
                    Rule.P4,
                    process + " commits " + Gids.words(branch) + " in " + database + ", and the log says "
                            + decisions.outcome(branch.gtrid()));
        }
        if (told.get(branch.gtrid()) == Told.ROLLED_BACK && !transaction.disturbed) {
            violated(
                    Rule.P3,
                    process + " commits " + Gids.words(branch) + " in " + database
                            + ", and the application was told that it is rolled back");
        }
        checkWhole(transaction);
    }

    /** P1 and P4. */
    @Override
    public void rolledBack(SimDatabase database, BranchId branch, Hand hand, String process) {
        Known known = fates.of(database, branch);
        Transaction transaction = fates.of(branch.gtrid());
        boolean wasPrepared = known.fate == Fate.PREPARED;
        scheduler.trace(database.toString(), () -> Gids.words(branch) + " is rolled back by " + hand + " " + process);
        known.fate = Fate.ROLLED_BACK;
        if (hand == Hand.PERSON) {
            endedByHand.put(branch, known);
            disturb(transaction);
            return;
        }
        boolean decided = decisions.outcome(branch.gtrid()) == Outcome.ABORTED;
        if (wasPrepared && !decided && transaction.commitSent) {
            violated(
                    Rule.P4,
                    process + " rolls back " + Gids.words(branch) + " in " + database
                            + " after COMMIT was sent, and the log says " + decisions.outcome(branch.gtrid()));
        }
        if (wasPrepared && !decided && decisions.outcome(branch.gtrid()) == Outcome.COMMITTED) {
            violated(Rule.P4, process + " rolls back " + Gids.words(branch) + " in " + database + ", decided COMMIT");
        }
        checkWhole(transaction);
    }

    /** P1. */
    private void checkWhole(Transaction transaction) {
        if (!transaction.disturbed && transaction.has(Fate.COMMITTED) && transaction.has(Fate.ROLLED_BACK)) {
            StringBuilder ends = new StringBuilder();
            transaction.branches.values().forEach(one -> ends.append(' ')
                    .append(Gids.words(one.id))
                    .append(' ')
                    .append(one.fate)
                    .append(" in ")
                    .append(one.database));
            violated(Rule.P1, "the branches ended differently:" + ends);
        }
    }

    private void disturb(Transaction transaction) {
        transaction.disturbed = true;
        moneyDisturbed = true;
    }

    @Override
    public void listed(SimDatabase database, String process) {
        rounds.lists(process, database.name(), scheduler.nowNs());
    }

    @Override
    public void restored(SimDatabase database) {
        fates.in(database).forEach(this::disturb);
        endedByHand.values().removeIf(branch -> branch.database == database);
        moneyDisturbed = true;
    }

    // ---- messages

    @Override
    public void sent(Machine client, int method, byte[] payload) {
        if (method == LedgerProtocol.QUERY) {
            if (QueryCodec.decode(payload) instanceof Query.Unfinished unfinished) {
                rounds.begins(client.name(), unfinished.resource());
            }
        } else if (method == LedgerProtocol.PROPOSE
                && CommandCodec.decode(payload) instanceof Command.FromSession from) {
            sent(client, from.header().session(), from.body());
        }
    }

    private void sent(Machine client, SessionId session, SessionCommand body) {
        if (body instanceof SessionCommand.Decide decide && decide.decision() == Decision.COMMIT) {
            fates.of(decide.gtrid()).commitSent = true;
        } else if (body instanceof SessionCommand.Scanned scan) {
            rounds.reports(client.name(), session, scan);
        }
    }

    @Override
    public void answered(Machine server, Object connection, long receivedNs, int method, byte[] request, byte[] reply) {
        answers.answered(server, connection, receivedNs, method, request, reply);
    }

    @Override
    public void closed(Machine server, Object connection) {
        leases.closed(connection, scheduler.nowNs());
    }

    // ---- applications

    /** P3: what an application hears of its transaction's end. */
    public void told(String app, Gtrid gtrid, Told end) {
        scheduler.trace(app, () -> Words.of(gtrid) + " ended: " + end);
        told.put(gtrid, end);
        if (end == Told.COMMITTED) {
            committedTold++;
        }
        Transaction transaction = fates.of(gtrid);
        if (transaction.disturbed) {
            return;
        }
        if (end == Told.ROLLED_BACK && (transaction.has(Fate.COMMITTED) || isDecided(gtrid, Decision.COMMIT))) {
            violated(Rule.P3, app + " is told that " + Words.of(gtrid) + " is rolled back, and it is not");
        }
        if (end == Told.COMMITTED && transaction.has(Fate.ROLLED_BACK)) {
            violated(Rule.P3, app + " is told that " + Words.of(gtrid) + " is committed, and a branch is rolled back");
        }
        if (end == Told.COMMITTED && !isDecided(gtrid, Decision.COMMIT) && transaction.has(Fate.PREPARED)) {
            violated(Rule.P3, app + " is told that " + Words.of(gtrid) + " is committed, and nobody decided that");
        }
        if (end == Told.HEURISTIC) {
            violated(Rule.P3, app + " is told of a heuristic end of " + Words.of(gtrid) + ", and nobody interfered");
        }
    }

    private boolean isDecided(Gtrid gtrid, Decision decision) {
        Decisions.Decided known = decisions.decided(gtrid);
        return known != null && known.decision() == decision;
    }

    // ---- when all is quiet

    /**
     * What keeps the world from being quiet, in words; empty if it is. P15.
     *
     * @param ledger the leader's, which has applied all there is
     */
    public String unrest(List<SimDatabase> databases, Ledger ledger, Set<SimDatabase> withoutWitness) {
        replicas.caughtUp(ledger);
        return new Unrest(decisions, fates).of(databases, ledger, withoutWitness);
    }

    /** Names of the processes that the ledger takes for agents of the resource. */
    public Set<String> agentsOf(ResourceName resource, Ledger ledger) {
        Answer.Status status = (Answer.Status) ledger.answer(new Query.Status());
        Answer.Sessions sessions = (Answer.Sessions) ledger.answer(new Query.Sessions());
        Set<String> names = new HashSet<>();
        for (Answer.ResourceInfo one : status.resources()) {
            for (Answer.SessionInfo session : sessions.sessions()) {
                if (one.resource().equals(resource) && one.agents().contains(session.session())) {
                    names.add(session.name());
                }
            }
        }
        return names;
    }

    /** P3, P10, P13 and P15, when {@link #unrest} finds nothing more; {@code unrest} if it still does. */
    public void atTheEnd(
            String unrest, List<SimDatabase> databases, Ledger ledger, Set<SimDatabase> withoutWitness, long money) {
        if (!unrest.isEmpty()) {
            violated(Rule.P15, unrest);
            return;
        }
        told.forEach(this::checkKept);
        endedByHand.values().forEach(branch -> checkToldOfHand(branch, ledger, withoutWitness));
        for (Transaction transaction : fates.all()) {
            checkWhole(transaction);
        }
        long sum = databases.stream().mapToLong(SimDatabase::sum).sum();
        if (!moneyDisturbed && sum != money) {
            violated(Rule.P13, "there were " + money + ", there are " + sum);
        }
    }

    /** HEURISTIC; where the decision named the branch and its witness, and a witness can tell. */
    private void checkToldOfHand(Known branch, Ledger ledger, Set<SimDatabase> withoutWitness) {
        Gtrid gtrid = branch.id.gtrid();
        Decisions.Decided decided = decisions.decided(gtrid);
        if (decided == null || withoutWitness.contains(branch.database)) {
            return;
        }
        boolean against = (decided.decision() == Decision.COMMIT) != (branch.fate == Fate.COMMITTED);
        boolean named = decided.command().branches().stream()
                .anyMatch(one -> isThat(gtrid, one, branch) && one.witness().isPresent());
        if (against && named && !Unrest.isForAPerson(ledger, branch.id)) {
            violated(
                    Rule.HEURISTIC,
                    Gids.words(branch.id) + " is decided " + decided.decision() + ", a person had it " + branch.fate
                            + " in " + branch.database + ", and nobody is told");
        }
    }

    private void checkKept(Gtrid gtrid, Told end) {
        Transaction transaction = fates.of(gtrid);
        if (transaction.disturbed) {
            return;
        }
        for (Known branch : transaction.branches.values()) {
            boolean broken = end == Told.COMMITTED && branch.fate != Fate.COMMITTED
                    || end == Told.ROLLED_BACK && branch.fate == Fate.COMMITTED;
            if (broken) {
                violated(
                        Rule.P3,
                        "the application was told " + end + ", and " + Gids.words(branch.id) + " is " + branch.fate
                                + " in " + branch.database);
            }
        }
    }

    /** P6. */
    public void noLeader() {
        violated(Rule.P6, "nobody leads, long after the faults are over");
    }

    /** SOUND: a fault of the program ended a transaction's end, and its application was told that nobody knows. */
    public void broken(String app, Gtrid gtrid, Throwable fault) {
        violated(Rule.SOUND, "the end of " + Words.of(gtrid) + " in " + app + " failed by a fault: " + fault);
    }

    /** SOUND. */
    public void stopped(String node, Throwable cause) {
        violated(Rule.SOUND, node + " has stopped for good: " + cause);
    }
}
