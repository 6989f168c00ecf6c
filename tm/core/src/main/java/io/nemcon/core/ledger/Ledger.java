package io.nemcon.core.ledger;

import io.nemcon.core.check.Invariant;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.EntryCodec;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The replicated state machine. {@link #apply} is its only way forward; it takes time and term from the entry and
 * otherwise depends on the state alone. Not thread-safe: whoever runs it runs it on one thread.
 *
 * <p>The outcome of a transaction (design section 4):
 *
 * <pre>
 * its session is not known (any more), or another group's or incarnation's     as an operator decided, else FORGOTTEN
 * its sequence is in the session's committed set                               COMMITTED
 * the session has ended                                                        ABORTED
 * below the watermark, or in the aborted set                                   ABORTED
 * else                                                                         PENDING
 * </pre>
 */
public final class Ledger {

    /** Ids made from one entry: its index times this, plus the command's position. Unique and rising. */
    public static final int IDS_PER_ENTRY = EntryCodec.COMMANDS_MAX;

    final Sessions sessions = new Sessions();
    final Transactions transactions = new Transactions();
    final Resources resources = new Resources();
    final Incidents incidents = new Incidents();
    final Resolutions resolutions = new Resolutions();
    final Joins joins = new Joins();

    /** Null until the first entry formed the group. */
    @Nullable
    GroupId group;

    int incarnation;
    long index;
    long term;
    long timeMs;

    /** The newest entry whose hash was noted, and that hash. Not part of the state that is hashed. */
    long notedIndex;

    long notedHash;

    /** Where the command under way stands in its entry. */
    private int position;

    private List<Effect> effects = new ArrayList<>();

    /** Applies the entry. Indexes rise; a Raft engine keeps some of them for entries of its own. */
    public Applied apply(long entryIndex, long entryTerm, Entry entry) {
        Invariant.check(entryIndex > index, "entry %s applied after entry %s", entryIndex, index);
        Invariant.check(entryTerm >= term, "entry %s is of term %s after term %s", entryIndex, entryTerm, term);
        index = entryIndex;
        term = entryTerm;
        timeMs = Math.max(timeMs, entry.leaderTimeMs()); // a new leader's clock may be behind
        effects = new ArrayList<>();
        List<Result> results = new ArrayList<>(entry.commands().size());
        CommandRunner runner = new CommandRunner(this);
        for (position = 0; position < entry.commands().size(); position++) {
            results.add(entry.commands().get(position).accept(runner));
        }
        return new Applied(results, effects);
    }

    /** Answers from the state as it is; linearizable only after the log's read index. */
    public Answer answer(Query query) {
        return new QueryRunner(this).answer(query);
    }

    /** The group, or null before the first entry. */
    public @Nullable GroupId group() {
        return group;
    }

    public int incarnation() {
        return incarnation;
    }

    public long index() {
        return index;
    }

    /** The newest time that an entry had. */
    public long timeMs() {
        return timeMs;
    }

    /** Whether the session is known and alive. */
    public boolean isAlive(SessionId id) {
        Session session = sessions.find(id);
        return session != null && session.alive();
    }

    /** Every session that is alive, with its ttl: what a new leader grants leases to. */
    public List<Answer.SessionInfo> aliveSessions() {
        return sessions.alive().stream().map(QueryRunner::info).toList();
    }

    /** Who has joined this transaction, in the order of their joining; empty also if it is decided. */
    public List<SessionId> joinsOf(Gtrid gtrid) {
        return List.copyOf(joins.of(gtrid));
    }

    /** How much there is. */
    public record Counts(int sessionsAlive, int unfinished, long committed, int incidentsOpen) {}

    public Counts counts() {
        return new Counts(sessions.aliveCount(), transactions.size(), sessions.committedCount(), incidents.size());
    }

    /** Whether it keeps anything that is forgotten in time. */
    public boolean hasToForget() {
        return sessions.all().size() > sessions.aliveCount() || resolutions.size() > 0;
    }

    public long notedIndex() {
        return notedIndex;
    }

    public long notedHash() {
        return notedHash;
    }

    /** What became of it, by the table of the class comment. */
    public Outcome outcome(Gtrid gtrid) {
        Session session = ownerOf(gtrid);
        if (session != null) {
            return session.outcome(gtrid.sequence());
        }
        Resolutions.Resolved resolved = resolutions.find(gtrid);
        if (resolved == null) {
            return Outcome.FORGOTTEN;
        }
        return resolved.decision() == Decision.COMMIT ? Outcome.COMMITTED : Outcome.ABORTED;
    }

    /** Why it was aborted, as far as that is still kept. */
    public Reason reason(Gtrid gtrid) {
        if (outcome(gtrid) != Outcome.ABORTED) {
            return Reason.NONE;
        }
        Session session = ownerOf(gtrid);
        if (session == null || resolutions.find(gtrid) != null) {
            return Reason.OPERATOR;
        }
        Transactions.Transaction transaction = transactions.find(gtrid);
        if (transaction != null) {
            return transaction.reason;
        }
        if (!session.alive()) {
            return Reason.SESSION_ENDED;
        }
        if (session.abortedWithJoined.contains(gtrid.sequence())) {
            return Reason.JOINED_SESSION_ENDED;
        }
        return gtrid.sequence() < session.watermark ? Reason.BELOW_WATERMARK : Reason.NONE;
    }

    /** A hash of the whole state: equal on every replica at the same index. */
    public long hash() {
        StateHash hash = new StateHash();
        hash.add(group == null ? 0 : group.bits())
                .add(incarnation)
                .add(index)
                .add(term)
                .add(timeMs)
                .add(sessions.all().size());
        for (Session session : sessions.all()) {
            session.hashInto(hash);
        }
        transactions.hashInto(hash);
        resources.hashInto(hash);
        incidents.hashInto(hash);
        resolutions.hashInto(hash);
        if (!joins.isEmpty()) {
            joins.hashInto(hash);
        }
        return hash.value();
    }

    /** The session that began it, alive or ended; null if this group, in this incarnation, does not know it. */
    @Nullable
    Session ownerOf(Gtrid gtrid) {
        if (!gtrid.group().equals(group) || gtrid.incarnation() != incarnation) {
            return null;
        }
        return sessions.find(gtrid.session());
    }

    /** It is decided: nobody joins it any more, and those who did are told. */
    void decided(Gtrid gtrid, Outcome outcome, Reason reason) {
        Joins.Joined joined = joins.isEmpty() ? null : joins.remove(gtrid);
        if (joined != null) {
            emit(new Effect.JoinedDecided(gtrid, outcome, reason, joined.sessions()));
        }
    }

    /** What its session began below this sequence is aborted where it was not decided. */
    void abortedBelow(SessionId owner, long sequence, Reason reason) {
        if (!joins.isEmpty()) {
            joins.removeBelow(owner, sequence)
                    .forEach(joined ->
                            emit(new Effect.JoinedDecided(joined.gtrid(), Outcome.ABORTED, reason, joined.sessions())));
        }
    }

    /** Something that needs a full scan of it has happened since its last one. */
    boolean isScanWanted(Resources.@Nullable Resource resource) {
        long scannedThrough = resource == null ? 0 : resource.scannedThrough;
        return Math.max(sessions.lastEndIndex(), resolutions.lastIndex()) > scannedThrough;
    }

    /** The branch is over: as an agent or its owner verified, or as a person says. */
    void finish(BranchId branch) {
        if (transactions.finished(branch)) {
            Session owner = ownerOf(branch.gtrid());
            if (owner != null) {
                owner.unfinished--;
            }
        }
    }

    /** Returns it as it is kept; null if none of that number is open. */
    Answer.@Nullable IncidentInfo closeIncident(long incident, Answer.Closing closing) {
        Answer.IncidentInfo settled = incidents.close(incident, closing);
        if (settled != null) {
            emit(new Effect.IncidentClosed(settled, closing));
        }
        return settled;
    }

    /** One effect an agent, for all of these that it is the active one of. */
    void wantAgentsOf(Iterable<Resources.Resource> wanted) {
        Map<SessionId, List<ResourceName>> byAgent = new LinkedHashMap<>();
        for (Resources.Resource resource : wanted) {
            SessionId active = resource.active();
            if (active != null) {
                byAgent.computeIfAbsent(active, agent -> new ArrayList<>()).add(resource.name);
            }
        }
        byAgent.forEach((agent, names) -> emit(new Effect.AgentWanted(agent, names)));
    }

    /** An id for something that the command under way creates. */
    long newId() {
        return index * IDS_PER_ENTRY + position;
    }

    void emit(Effect effect) {
        effects.add(effect);
    }
}
