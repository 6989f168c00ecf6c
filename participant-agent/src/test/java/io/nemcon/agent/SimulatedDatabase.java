package io.nemcon.agent;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A database with prepared branches and witnesses, whose answers can be spoiled. Thread-safe. */
final class SimulatedDatabase implements RecoverableResource {

    private final ResourceName name;
    private final Map<String, Listed> prepared = new LinkedHashMap<>();
    private final Map<BranchId, Testimony> witnesses = new ConcurrentHashMap<>();
    final Map<BranchId, Long> rows = new ConcurrentHashMap<>();
    final List<String> commands = new CopyOnWriteArrayList<>();
    final ConcurrentLinkedQueue<String> spoiledAnswers = new ConcurrentLinkedQueue<>();
    final AtomicInteger unreachableTimes = new AtomicInteger();
    final AtomicInteger listings = new AtomicInteger();
    final AtomicReference<@Nullable Long> position = new AtomicReference<>();
    volatile boolean witnessed = true;

    SimulatedDatabase(String name) {
        this.name = new ResourceName(name);
    }

    synchronized void prepare(BranchId branch, long agoMs) {
        prepared.put(branch.toString(), new Listed(branch, branch.toString(), agoMs));
        witnesses.put(branch, Testimony.IN_PROGRESS);
    }

    synchronized void prepareForeign(String text) {
        prepared.put(text, new Listed(null, text, 3_600_000));
    }

    /** The branch is gone from the list, and this is what its witness says from now on. */
    synchronized void settle(BranchId branch, Testimony testimony) {
        prepared.remove(branch.toString());
        witnesses.put(branch, testimony);
    }

    synchronized boolean isPrepared(String text) {
        return prepared.containsKey(text);
    }

    @Override
    public ResourceName name() {
        return name;
    }

    @Override
    public synchronized List<Listed> prepared() throws ResourceUnreachableException {
        listings.incrementAndGet();
        if (unreachableTimes.get() > 0) {
            unreachableTimes.decrementAndGet();
            throw new ResourceUnreachableException(name + " does not answer", new IOException("refused"));
        }
        return List.copyOf(prepared.values());
    }

    @Override
    public String commit(Listed branch) {
        return end("commit", branch, Testimony.COMMITTED);
    }

    @Override
    public String rollback(Listed branch) {
        return end("rollback", branch, Testimony.ROLLED_BACK);
    }

    private String end(String command, Listed branch, Testimony testimony) {
        commands.add(command + " " + branch.text());
        String spoiled = spoiledAnswers.poll();
        if (spoiled != null && spoiled.startsWith("not done")) {
            return spoiled;
        }
        settle(Objects.requireNonNull(branch.branch()), testimony);
        return spoiled == null ? "" : spoiled;
    }

    @Override
    public Testimony ask(BranchId branch, Witness witness) {
        return witnesses.getOrDefault(branch, Testimony.UNKNOWN);
    }

    /** A row of a branch that committed so long ago. */
    void leaveWitness(BranchId branch, long agoMs) {
        rows.put(branch, agoMs);
    }

    @Override
    public List<WitnessedBranch> oldWitnesses(GroupId group, int max) {
        return rows.entrySet().stream()
                .limit(max)
                .map(row -> new WitnessedBranch(row.getKey(), row.getValue()))
                .toList();
    }

    @Override
    public void removeWitnesses(GroupId group, List<BranchId> branches) {
        branches.forEach(rows::remove);
    }

    /** Told once, as over a new connection. */
    @Override
    public @Nullable Long position() {
        return position.getAndSet(null);
    }

    @Override
    public boolean hasWitness() {
        return witnessed;
    }

    @Override
    public void close() {}
}
