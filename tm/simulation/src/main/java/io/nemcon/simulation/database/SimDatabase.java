package io.nemcon.simulation.database;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.simulation.database.DatabaseException.Kind;
import io.nemcon.simulation.database.DatabaseTap.Hand;
import io.nemcon.simulation.machine.Machine;
import io.nemcon.simulation.machine.Scheduler;
import io.nemcon.simulation.network.Weather;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A server with one database of bank accounts. Commands are run one at a time, each at its moment; a command on a locked
 * account waits. When the server dies its connections and everything that is not prepared or committed die with it.
 */
public final class SimDatabase {

    private static final long MILLI = 1_000_000;
    private static final long BLINK_NS = 30 * MILLI;
    private static final long LOCK_PATIENCE_NS = 1_500 * MILLI;

    /** How often a server looks for clients that are gone without a word. */
    private static final long KEEPALIVE_NS = 4_000 * MILLI;

    private record Waiting(Backend backend, int account, long delta, CompletableFuture<Long> answer) {}

    private final ResourceName name;
    private final Scheduler scheduler;
    private final Weather weather;
    private final SplittableRandom random;
    private final DatabaseTap tap;
    private final Mischief mischief;
    private final Map<Long, Backend> backends = new TreeMap<>();
    private final Map<Integer, Work> locks = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private Store store;
    private @Nullable Store backup;
    private @Nullable Machine machine;
    private long nextBackend = 1;

    /** What a person is about to do with the next prepared branch; null if nobody is. */
    private @Nullable Boolean personWaits;

    private long commandsToLive = Long.MAX_VALUE;
    private long commitsToLive = Long.MAX_VALUE;

    /** Counts the server's lives. */
    private int life;

    /** The next transaction's number in this life of the server. */
    private long nextXid;

    public SimDatabase(
            String name,
            Scheduler scheduler,
            Weather weather,
            SplittableRandom random,
            int accounts,
            long balance,
            DatabaseTap tap) {
        this.name = new ResourceName(name);
        this.scheduler = scheduler;
        this.weather = weather;
        this.random = random;
        this.tap = tap;
        this.mischief = new Mischief(random.split());
        this.store = new Store(accounts, balance);
        start();
    }

    public ResourceName name() {
        return name;
    }

    Weather weather() {
        return weather;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    public Mischief mischief() {
        return mischief;
    }

    // ---- its lives

    public boolean isUp() {
        return machine != null && machine.isAlive();
    }

    public @Nullable Machine machine() {
        return machine;
    }

    public void start() {
        if (isUp()) {
            return;
        }
        Machine started = new Machine(name.value(), scheduler, random.split(), 0);
        machine = started;
        life++;
        nextXid = store.nextXid;
        locks.clear();
        store.prepared.values().forEach(work -> work.changes.keySet().forEach(account -> locks.put(account, work)));
        started.after(KEEPALIVE_NS, () -> lookForLostClients(started));
    }

    /** Which of its lives this is. */
    int life() {
        return life;
    }

    /** All at once: its connections, and what is not durable. */
    public void crash() {
        Machine dying = machine;
        if (dying == null || !dying.isAlive()) {
            return;
        }
        dying.trace(() -> "the server dies");
        dying.kill();
        List.copyOf(backends.values()).forEach(backend -> {
            backend.end();
            Work work = backend.work;
            if (work != null && work.state == Work.State.OPEN) {
                work.state = Work.State.OVER;
                tap.rolledBack(this, work.branch, Hand.NOBODY, "");
            }
        });
        backends.clear();
        waiting.clear();
        locks.clear();
    }

    /** It runs so many commands more, and dies at the next one. */
    public void dieAfter(long commands) {
        commandsToLive = commands;
    }

    /** It carries out so many commits of open transactions more, dies before the next one, and is there again at once. */
    public void dieAtCommit(long commits) {
        commitsToLive = commits;
    }

    /** Before a command: whether it is the one to die at. */
    boolean diesNow() {
        return --commandsToLive < 0;
    }

    public void takeBackup() {
        backup = store.copy();
    }

    /** Nobody is about to end a branch by hand any more. */
    public void sendPersonAway() {
        personWaits = null;
    }

    /** Crashes, and what it then has on its disk is the backup. */
    public void restoreBackup() {
        Store older = backup;
        if (older == null) {
            return;
        }
        crash();
        // a promoted or restored server goes on with numbers that the old one has not given
        older.nextXid = Math.max(older.nextXid, nextXid + 1_000);
        store = older.copy();
        scheduler.trace(name.value(), () -> "is restored from an older copy of itself");
        tap.restored(this);
    }

    private void lookForLostClients(Machine server) {
        for (Backend backend : List.copyOf(backends.values())) {
            boolean gone = backend.abandoned || !backend.client.isAlive();
            if (gone || !weather.isOpenBothWays(backend.client.name(), name.value())) {
                end(backend.id);
            }
        }
        server.after(KEEPALIVE_NS, () -> lookForLostClients(server));
    }

    // ---- connections

    Backend connect(Machine client) {
        Backend backend = new Backend(nextBackend++, client);
        backends.put(backend.id, backend);
        return backend;
    }

    /** Its connection is gone, or somebody ends it. What it has prepared stays. */
    void end(long id) {
        Backend backend = backends.remove(id);
        if (backend == null) {
            return;
        }
        backend.end();
        Work work = backend.work;
        if (work != null && work.state == Work.State.OPEN) {
            abort(work, Hand.NOBODY, "");
        }
        waiting.removeIf(one -> one.backend() == backend);
    }

    boolean isConnected(long id) {
        return backends.containsKey(id);
    }

    /** Somebody's backends are terminated, all of them. */
    public void endAllConnections() {
        List.copyOf(backends.keySet()).forEach(this::end);
    }

    // ---- work

    void begin(Backend backend, BranchId branch) {
        backend.work = new Work(branch);
    }

    CompletableFuture<Long> add(Backend backend, int account, long delta) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        Waiting one = new Waiting(backend, account, delta, answer);
        if (!tryAdd(one)) {
            waiting.add(one);
            Machine server = machine;
            if (server != null) {
                server.after(LOCK_PATIENCE_NS, () -> {
                    if (waiting.remove(one)) {
                        answer.completeExceptionally(
                                new DatabaseException(Kind.REFUSED, "account " + account + " is locked for long"));
                    }
                });
            }
        }
        return answer;
    }

    private boolean tryAdd(Waiting one) {
        Work work = one.backend().work;
        if (work == null || work.state != Work.State.OPEN) {
            one.answer().completeExceptionally(new DatabaseException(Kind.REFUSED, "there is no open transaction"));
            return true;
        }
        Work holder = locks.get(one.account());
        if (holder != null && holder != work) {
            return false;
        }
        if (!work.wrote()) {
            work.xid = nextXid++;
            tap.wrote(this, work.branch);
        }
        locks.put(one.account(), work);
        work.changes.merge(one.account(), one.delta(), Long::sum);
        one.answer().complete(store.balances[one.account()] + work.changes.getOrDefault(one.account(), 0L));
        return true;
    }

    long read(int account) {
        return store.balances[account];
    }

    /** The witness of an open transaction; 0 if it wrote nothing. */
    long xid(Backend backend) {
        Work work = backend.work;
        return work == null ? 0 : work.xid;
    }

    /** Prepares the open transaction; returns its witness, 0 if it wrote nothing and is over by it. */
    long prepare(Backend backend, String gid) throws DatabaseException {
        Work work = openWork(backend);
        if (!work.wrote()) {
            work.state = Work.State.OVER;
            return 0;
        }
        work.state = Work.State.PREPARED;
        work.gid = gid;
        store.prepared.put(gid, work);
        store.touched(work.xid);
        tap.prepared(this, work.branch);
        awaitedByPerson();
        return work.xid;
    }

    void commit(Backend backend) throws DatabaseException {
        if (--commitsToLive < 0) {
            commitsToLive = Long.MAX_VALUE;
            crash();
            scheduler.after(BLINK_NS, this::start);
            throw new DatabaseException(Kind.LOST, "the server died");
        }
        commit(openWork(backend), Hand.OWN_CONNECTION, backend.client.name());
    }

    void rollback(Backend backend) {
        Work work = backend.work;
        if (work != null && work.state == Work.State.OPEN) {
            abort(work, Hand.OWN_CONNECTION, backend.client.name());
        }
    }

    private static Work openWork(Backend backend) throws DatabaseException {
        Work work = backend.work;
        if (work == null || work.state != Work.State.OPEN) {
            throw new DatabaseException(Kind.REFUSED, "there is no open transaction");
        }
        return work;
    }

    // ---- prepared branches

    /** A prepared branch as the server lists it. */
    record Row(BranchId branch, String gid, long xid) {}

    List<Row> prepared() {
        List<Row> rows = new ArrayList<>();
        store.prepared.forEach((gid, work) -> rows.add(new Row(work.branch, gid, work.xid)));
        return rows;
    }

    /** The same, as it is read to find out what is left to be done. */
    List<Row> list(Backend reader) {
        tap.listed(this, reader.client.name());
        return prepared();
    }

    void commitPrepared(String gid, String process) throws DatabaseException {
        commit(take(gid), Hand.GROUP, process);
    }

    void rollbackPrepared(String gid, String process) throws DatabaseException {
        abort(take(gid), Hand.GROUP, process);
    }

    private Work take(String gid) throws DatabaseException {
        Work work = store.prepared.get(gid);
        if (work == null) {
            throw new DatabaseException(Kind.NOT_PREPARED, "no prepared transaction " + gid);
        }
        return work;
    }

    /** Whether a connection that did the branch's work is still there: some servers let nobody else end it then. */
    boolean ownerConnected(String gid) {
        Work work = store.prepared.get(gid);
        for (Backend backend : backends.values()) {
            if (work != null && backend.work == work) {
                return true;
            }
        }
        return false;
    }

    /** A person ends one of the prepared branches, now or when there is one. */
    public void personEnds(boolean commits) {
        if (!endByHand(commits)) {
            personWaits = commits;
        }
    }

    private void awaitedByPerson() {
        Boolean commits = personWaits;
        Machine server = machine;
        if (commits != null && server != null) {
            personWaits = null;
            server.after(random.nextLong(3 * MILLI), () -> endByHand(commits));
        }
    }

    private boolean endByHand(boolean commits) {
        for (Work work : List.copyOf(store.prepared.values())) {
            scheduler.trace(name.value(), () -> "a person " + (commits ? "commits " : "rolls back ") + work.gid);
            if (commits) {
                commit(work, Hand.PERSON, "");
            } else {
                abort(work, Hand.PERSON, "");
            }
            return true;
        }
        return false;
    }

    /** What a numbered transaction came to. */
    Witnessed status(long xid) {
        Store.Ended ended = store.ends.get(xid);
        if (ended != null) {
            return ended == Store.Ended.COMMITTED ? Witnessed.COMMITTED : Witnessed.ROLLED_BACK;
        }
        for (Work work : store.prepared.values()) {
            if (work.xid == xid) {
                return Witnessed.IN_PROGRESS;
            }
        }
        for (Backend backend : backends.values()) {
            if (backend.work != null && backend.work.xid == xid && backend.work.state == Work.State.OPEN) {
                return Witnessed.IN_PROGRESS;
            }
        }
        // below what the disk knows it is a number that a crash made void
        return xid < store.nextXid ? Witnessed.ROLLED_BACK : Witnessed.UNKNOWN;
    }

    /** What a witness says. */
    enum Witnessed {
        COMMITTED,
        ROLLED_BACK,
        IN_PROGRESS,
        UNKNOWN
    }

    // ---- ends

    private void commit(Work work, Hand hand, String process) {
        work.changes.forEach((account, delta) -> store.balances[account] += delta);
        over(work, Store.Ended.COMMITTED);
        if (work.wrote()) {
            tap.committed(this, work.branch, hand, process);
        }
        release(work);
    }

    private void abort(Work work, Hand hand, String process) {
        over(work, Store.Ended.ABORTED);
        if (work.wrote()) {
            tap.rolledBack(this, work.branch, hand, process);
        }
        release(work);
    }

    private void over(Work work, Store.Ended how) {
        work.state = Work.State.OVER;
        if (work.gid != null) {
            store.prepared.remove(work.gid);
        }
        if (work.wrote()) {
            store.ends.put(work.xid, how);
            store.touched(work.xid);
        }
    }

    private void release(Work work) {
        work.changes.keySet().forEach(account -> locks.remove(account, work));
        List<Waiting> again = List.copyOf(waiting);
        for (Waiting one : again) {
            if (waiting.contains(one) && tryAdd(one)) {
                waiting.remove(one);
            }
        }
    }

    // ---- for whoever looks at it from outside

    public long sum() {
        long sum = 0;
        for (long balance : store.balances) {
            sum += balance;
        }
        return sum;
    }

    public List<BranchId> preparedBranches() {
        return store.prepared.values().stream().map(work -> work.branch).toList();
    }

    /** Accounts that are locked, by whatever transaction. */
    public int locked() {
        return locks.size();
    }

    public int accounts() {
        return store.balances.length;
    }

    @Override
    public String toString() {
        return name.value();
    }
}
