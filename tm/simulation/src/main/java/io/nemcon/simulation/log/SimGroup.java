package io.nemcon.simulation.log;

import io.nemcon.simulation.machine.Machine;
import io.nemcon.simulation.machine.Scheduler;
import io.nemcon.simulation.network.Weather;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The truth about a replicated log and its nodes: what is committed, who really leads, what is under way. No consensus
 * is simulated, only what it promises (Raft 5, 8): one leader a term, an entry once committed stays, a leader has every
 * committed entry, of a lost leader's last entries the next one keeps a beginning.
 */
public final class SimGroup {

    /** Hears what nodes do. Must change nothing. */
    public interface Observer {

        /** A node leads from now on, whatever it and the others know. */
        void elected(String node);

        /** A node is told that it leads. */
        void leads(String node, long term);

        /** The state of a node's replica after so many entries. */
        void state(String node, int applied, byte[] snapshot);
    }

    private static final long MILLI = 1_000_000;

    /** How often the nodes look whether there is a leader, and the leader tells the others how far it is. */
    private static final long BEAT_NS = 100 * MILLI;

    /** Without a leader that reaches a majority for so long, there is an election. */
    private static final long PATIENCE_NS = 500 * MILLI;

    private final Scheduler scheduler;
    private final Weather weather;
    private final SplittableRandom random;
    private final Consumer<Entry> onCommitted;
    private final Observer observer;
    private final Map<String, Disk> disks = new LinkedHashMap<>();
    private final Map<String, SimLog> nodes = new LinkedHashMap<>();
    private final List<Entry> truth = new ArrayList<>();
    private final Deque<Proposal> underWay = new ArrayDeque<>();

    private @Nullable SimLog leader;
    private long term;
    private long nextIndex = 1;
    private long leaderlessSinceNs;
    private boolean electing;

    /** Per cent of a lost leader's entries under way that the next one is to have; each less than the one before. */
    private int survivalPercent = 50;

    /** How long a leader that is none may go on believing, after the others could tell it. */
    private long staleNs;

    /** @param onCommitted hears every entry in the moment that it becomes durable on a majority */
    public SimGroup(
            Scheduler scheduler,
            Weather weather,
            SplittableRandom random,
            List<String> names,
            Consumer<Entry> onCommitted,
            Observer observer) {
        this.scheduler = scheduler;
        this.weather = weather;
        this.random = random;
        this.onCommitted = onCommitted;
        this.observer = observer;
        names.forEach(name -> disks.put(name, new Disk()));
        scheduler.after(BEAT_NS, this::beat);
    }

    /** The log of one life of a node. */
    public SimLog open(Machine machine) {
        SimLog log = new SimLog(this, machine, diskOf(machine.name()));
        nodes.put(machine.name(), log);
        return log;
    }

    private Disk diskOf(String name) {
        Disk disk = disks.get(name);
        if (disk == null) {
            throw new IllegalArgumentException(name + " is no node of this group");
        }
        return disk;
    }

    /** Who really leads; null while nobody does. */
    public @Nullable String leaderName() {
        return leader == null ? null : leader.name();
    }

    public long committed() {
        return truth.size();
    }

    /** For faults: what becomes of a lost leader's entries, and how long it believes on. */
    public void misbehave(int percentOfEntriesSurvive, long leadersStayStaleNs) {
        survivalPercent = percentOfEntriesSurvive;
        staleNs = leadersStayStaleNs;
    }

    /** Another node is elected although nothing is wrong with the leader. */
    public void depose() {
        if (leader != null && !electing) {
            elect(leader);
        }
    }

    /** Every node takes a snapshot of its own, or that one. */
    public void snapshot(String name) {
        SimLog log = nodes.get(name);
        if (log != null && log.isUp()) {
            log.machine().after(0, log::saveSnapshot);
        }
    }

    /** The one that really leads; null while nobody does. */
    public @Nullable SimLog leader() {
        return leader;
    }

    // ---- for the nodes

    Observer observer() {
        return observer;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    SplittableRandom random() {
        return random;
    }

    Entry entry(int position) {
        return truth.get(position);
    }

    int size() {
        return truth.size();
    }

    long term() {
        return term;
    }

    boolean leads(SimLog log, long inTerm) {
        return leader == log && term == inTerm;
    }

    boolean reaches(SimLog from, SimLog to) {
        return from == to || to.isUp() && weather.isOpenBothWays(from.name(), to.name());
    }

    boolean hearsFrom(SimLog from, SimLog to) {
        return weather.isOpen(from.name(), to.name());
    }

    boolean reachesMajority(SimLog log) {
        if (!log.isUp()) {
            return false;
        }
        int reached = 0;
        for (SimLog other : nodes.values()) {
            if (reaches(log, other)) {
                reached++;
            }
        }
        return 2 * reached > disks.size();
    }

    long networkNs() {
        return weather.delayNs();
    }

    /** A force to disk, on a majority. */
    private long diskNs() {
        return 200_000 + random.nextLong(random.nextInt(20) == 0 ? 30 * MILLI : MILLI);
    }

    /** By the leader. */
    void propose(Proposal proposal) {
        underWay.add(proposal);
        long ofTerm = term;
        scheduler.after(diskNs() + networkNs() + networkNs(), () -> replicated(proposal, ofTerm));
    }

    private void replicated(Proposal proposal, long ofTerm) {
        if (!leads(proposal.proposer, ofTerm) || proposal.durable) {
            return; // whoever leads now has decided what became of it
        }
        if (!reachesMajority(proposal.proposer)) {
            scheduler.after(BEAT_NS, () -> replicated(proposal, ofTerm));
            return;
        }
        proposal.durable = true;
        while (!underWay.isEmpty() && underWay.peek().durable) {
            commit(underWay.remove(), term);
        }
    }

    private void commit(Proposal proposal, long ofTerm) {
        Entry entry = new Entry(nextIndex++, ofTerm, proposal.bytes);
        truth.add(entry);
        onCommitted.accept(entry);
        SimLog proposer = proposal.proposer;
        if (leader == proposer) {
            proposer.committedHere(truth.size() - 1, proposal);
            tellFollowers(proposer);
        }
    }

    private void tellFollowers(SimLog from) {
        long ofTerm = term;
        int size = truth.size();
        for (SimLog other : nodes.values()) {
            if (other != from && hearsFrom(from, other) && from.isUp()) {
                other.machine().after(networkNs(), () -> other.heard(from, ofTerm, size));
            }
        }
    }

    // ---- elections

    private void beat() {
        SimLog now = leader;
        if (now != null && reachesMajority(now)) {
            leaderlessSinceNs = scheduler.nowNs();
            tellFollowers(now);
        } else if (!electing && scheduler.nowNs() - leaderlessSinceNs > PATIENCE_NS) {
            elect(now);
        }
        scheduler.after(BEAT_NS, this::beat);
    }

    private void elect(@Nullable SimLog old) {
        List<SimLog> candidates = new ArrayList<>();
        for (SimLog log : nodes.values()) {
            if (log != old && log.isStarted() && reachesMajority(log)) {
                candidates.add(log);
            }
        }
        if (candidates.isEmpty()) {
            return;
        }
        electing = true;
        SimLog candidate = candidates.get(random.nextInt(candidates.size()));
        scheduler.after(networkNs() + random.nextLong(200 * MILLI), () -> {
            electing = false;
            if (leader == old && reachesMajority(candidate)) {
                won(candidate, old);
            }
        });
    }

    private void won(SimLog next, @Nullable SimLog old) {
        long oldTerm = term;
        leader = null;
        while (!underWay.isEmpty() && underWay.peek().proposer != next && random.nextInt(100) < survivalPercent) {
            commit(
                    underWay.remove(),
                    oldTerm); // the next one has it, so it is committed with the next one's first entry
        }
        underWay.clear();
        term += 1 + random.nextInt(2);
        leader = next;
        observer.elected(next.name());
        nextIndex++; // the engine's own entry
        leaderlessSinceNs = scheduler.nowNs();
        long ofTerm = term;
        scheduler.trace("group", () -> next.name() + " leads in term " + ofTerm);
        next.machine().after(0, () -> next.elected(ofTerm));
        if (old != null && old != next) {
            old.deposed(ofTerm, staleNs);
        }
        tellFollowers(next);
    }
}
