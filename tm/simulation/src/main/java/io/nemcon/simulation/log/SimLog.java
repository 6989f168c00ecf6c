package io.nemcon.simulation.log;

import io.nemcon.node.log.LogListener;
import io.nemcon.node.log.LogState;
import io.nemcon.node.log.ReplicatedLog;
import io.nemcon.node.log.Role;
import io.nemcon.simulation.machine.Machine;
import io.nemcon.simulation.network.SimNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The log as one life of one node sees it. */
public final class SimLog implements ReplicatedLog {

    private static final long MILLI = 1_000_000;

    /** A node so far behind is sent a snapshot, by chance. */
    private static final int FAR_BEHIND = 30;

    /** After every so many entries the replicas' states are compared. */
    public static final int STATE_EVERY = 25;

    /** A read that finds no leader is given up. */
    private static final long READ_PATIENCE_NS = 1_000 * MILLI;

    private final SimGroup group;
    private final Machine machine;
    private final Disk disk;
    private final Map<Integer, Proposal> own = new HashMap<>();

    /** Proposals whose fate is not known here. */
    private final List<Proposal> open = new ArrayList<>();

    /** Reads that wait until so many entries are applied. */
    private final Map<ReadCallback, Integer> reads = new LinkedHashMap<>();

    private @Nullable LogListener listener;
    private LogState state = new LogState(Role.CANDIDATE, 0, "");
    private boolean started;
    private boolean closed;

    /** Entries of the truth that are applied here. */
    private int applied;

    private boolean applying;

    SimLog(SimGroup group, Machine machine, Disk disk) {
        this.group = group;
        this.machine = machine;
        this.disk = disk;
    }

    String name() {
        return machine.name();
    }

    Machine machine() {
        return machine;
    }

    boolean isUp() {
        return machine.isAlive() && !machine.isPaused() && !closed;
    }

    boolean isStarted() {
        return started && isUp();
    }

    @Override
    public void start(LogListener of) {
        listener = of;
        state = new LogState(Role.CANDIDATE, disk.term, "");
        machine.after(20 * MILLI, () -> {
            Disk.Saved saved = disk.snapshot;
            if (saved != null) {
                of.restoreSnapshot(saved.index(), saved.term(), saved.bytes());
                applied = saved.entries();
                machine.trace(() -> "restored its snapshot at index " + saved.index());
            }
            started = true;
            hold(disk.held);
        });
    }

    private LogListener listener() {
        LogListener now = listener;
        if (now == null) {
            throw new IllegalStateException(name() + ": the log is not started");
        }
        return now;
    }

    // ---- entries

    @Override
    public void propose(byte[] entry, long expectedTerm, ProposeCallback callback) {
        machine.step();
        if (closed || state.role() != Role.LEADER || state.term() != expectedTerm) {
            callback.failed(ProposeFailure.NOT_LEADER, "this node does not lead in term " + expectedTerm);
            return;
        }
        Proposal proposal = new Proposal(this, entry.clone(), callback);
        open.add(proposal);
        if (group.leads(this, expectedTerm)) {
            group.propose(proposal);
        }
        // else nobody takes it, and this node finds out when it hears of the other leader
    }

    /** The group: this node's own proposal is the truth's entry at that position. */
    void committedHere(int position, Proposal proposal) {
        own.put(position, proposal);
        machine.after(group.networkNs(), () -> hold(position + 1));
    }

    /** So many entries of the truth have reached this node, and are known to be committed. */
    private void hold(int entries) {
        disk.held = Math.max(disk.held, Math.min(entries, group.size()));
        if (started && !applying && applied < disk.held) {
            applying = true;
            machine.after(10_000, this::applyNext);
        }
        answerReads();
    }

    private void applyNext() {
        applying = false;
        while (!closed && applied < disk.held) {
            Entry entry = group.entry(applied);
            int position = applied;
            applied++;
            listener().onCommitted(entry.index(), entry.term(), entry.bytes());
            if (applied % STATE_EVERY == 0) {
                group.observer().state(name(), applied, listener().takeSnapshot());
            }
            Proposal mine = own.remove(position);
            if (mine != null && open.remove(mine)) {
                mine.callback.committed(entry.index());
            }
        }
        answerReads();
    }

    // ---- snapshots

    @Override
    public void snapshot() {
        machine.after(0, this::saveSnapshot);
    }

    void saveSnapshot() {
        if (!closed && started && applied > 0) {
            disk.snapshot = saved();
        }
    }

    private Disk.Saved saved() {
        Entry last = group.entry(applied - 1);
        return new Disk.Saved(applied, last.index(), last.term(), listener().takeSnapshot());
    }

    /** The state of this replica if it is all of the truth; null if it is behind. */
    public byte @Nullable [] stateWhenCaughtUp() {
        return isStarted() && state.role() == Role.LEADER && applied == group.size()
                ? listener().takeSnapshot()
                : null;
    }

    private void install(Disk.Saved saved) {
        machine.trace(() -> "is sent the snapshot at index " + saved.index());
        disk.snapshot = saved;
        disk.held = Math.max(disk.held, saved.entries());
        applied = saved.entries();
        own.clear();
        listener().restoreSnapshot(saved.index(), saved.term(), saved.bytes());
        hold(disk.held);
    }

    // ---- roles

    /** It has won; it leads once it has applied everything. */
    void elected(long term) {
        if (closed || !group.leads(this, term)) {
            return;
        }
        if (state.role() == Role.LEADER) {
            stepDown(term); // it has led before, and had not heard that it does no more
        }
        if (applied < group.size()) {
            hold(group.size());
            machine.after(MILLI, () -> elected(term));
            return;
        }
        group.observer().leads(name(), term);
        become(Role.LEADER, term, SimNetwork.endpointOf(name()).toString());
    }

    /** Somebody else leads; this node finds out when it hears of it, or loses its patience. */
    void deposed(long newTerm, long staleNs) {
        long giveUpNs = group.scheduler().nowNs() + staleNs;
        machine.after(50 * MILLI + group.random().nextLong(400 * MILLI), () -> learnOfDeposition(newTerm, giveUpNs));
    }

    private void learnOfDeposition(long newTerm, long giveUpNs) {
        if (closed || state.role() != Role.LEADER || state.term() >= newTerm) {
            return;
        }
        if (group.scheduler().nowNs() < giveUpNs) {
            machine.after(50 * MILLI, () -> learnOfDeposition(newTerm, giveUpNs));
            return;
        }
        stepDown(state.term());
    }

    private void stepDown(long term) {
        become(Role.CANDIDATE, term, "");
    }

    /** A message of the leader: who leads, in which term, and how many entries are committed. */
    void heard(SimLog from, long term, int committed) {
        if (closed || !started || term < state.term() || term < disk.term) {
            return;
        }
        if (state.role() == Role.LEADER) {
            return; // it is this leader itself, or a stale one, which learns of it in its own time: see deposed
        }
        become(Role.FOLLOWER, term, SimNetwork.endpointOf(from.name()).toString());
        if (committed - applied > FAR_BEHIND
                && group.random().nextInt(3) == 0
                && from.isStarted()
                && from.applied > applied) {
            install(from.saved());
        } else {
            hold(committed);
        }
    }

    private void become(Role role, long term, String leader) {
        LogState next = new LogState(role, Math.max(term, disk.term), leader);
        if (next.equals(state)) {
            return;
        }
        boolean stepsDown = state.role() == Role.LEADER && role != Role.LEADER;
        state = next;
        disk.term = next.term();
        machine.trace(() -> "is " + role + " in term " + next.term());
        listener().onStateChange(next);
        if (stepsDown) {
            List<Proposal> unknown = List.copyOf(open);
            open.clear();
            own.clear();
            unknown.forEach(one -> one.callback.failed(ProposeFailure.UNKNOWN, "leadership was lost"));
        }
    }

    @Override
    public LogState state() {
        return state;
    }

    // ---- reads

    @Override
    public void readIndex(ReadCallback callback) {
        machine.step();
        int atLeast = group.size();
        long giveUpNs = group.scheduler().nowNs() + READ_PATIENCE_NS;
        machine.after(2 * group.networkNs(), () -> confirm(callback, atLeast, giveUpNs));
    }

    private void confirm(ReadCallback callback, int atLeast, long giveUpNs) {
        SimLog leader = group.leader();
        boolean asked = leader != null
                && leader.isStarted()
                && leader.state.role() == Role.LEADER
                && group.leads(leader, leader.state.term())
                && group.reachesMajority(leader)
                && group.reaches(this, leader);
        boolean mayAsk = leader == this || state.role() != Role.LEADER;
        if (closed) {
            callback.failed("the log is closed");
        } else if (asked && mayAsk) {
            reads.put(callback, atLeast);
            answerReads();
            machine.after(READ_PATIENCE_NS, () -> {
                if (reads.remove(callback) != null) {
                    callback.failed("this node is behind");
                }
            });
        } else if (group.scheduler().nowNs() >= giveUpNs) {
            callback.failed("no leadership could be confirmed");
        } else {
            machine.after(100 * MILLI, () -> confirm(callback, atLeast, giveUpNs));
        }
    }

    private void answerReads() {
        List<ReadCallback> ready = new ArrayList<>();
        reads.forEach((callback, atLeast) -> {
            if (applied >= atLeast) {
                ready.add(callback);
            }
        });
        ready.forEach(reads::remove);
        ready.forEach(ReadCallback::ready);
    }

    // ---- the rest

    @Override
    public boolean execute(Runnable action) {
        if (closed) {
            return false;
        }
        machine.after(0, () -> {
            if (!closed) {
                action.run();
            }
        });
        return true;
    }

    @Override
    public void close() {
        closed = true;
        List<Proposal> unknown = List.copyOf(open);
        open.clear();
        unknown.forEach(one -> one.callback.failed(ProposeFailure.UNKNOWN, "the log is closed"));
    }
}
