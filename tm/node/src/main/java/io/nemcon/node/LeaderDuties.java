package io.nemcon.node;

import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.lease.LeaseKeeper;
import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.protocol.Answer.SessionInfo;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Result;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does while it leads: forms the group once, grants and ends leases, forgets what is due, has the replicas
 * compare their state. Apply thread only,
 * {@link #leading} and {@link #firstLed} aside.
 *
 * <p>FOLLOWING -lead-> STARTING (its first entry is proposed) -that entry is applied-> LEADING -follow-> FOLLOWING.
 */
final class LeaderDuties {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderDuties.class);

    /** A tick this late means that the whole process stood still. */
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

    /** At most; where outcomes are kept for less than ten minutes, a tenth of that. */
    private static final long FORGET_INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

    private static final int FORGET_SHARE = 10;

    /** After so long without an entry one is made, if anything waits for time to pass. */
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(1);

    private enum Phase {
        FOLLOWING,
        STARTING,
        LEADING
    }

    private final Host host;
    private final LedgerNodeConfig config;
    private final Supplier<Ledger> ledger;
    private final BiFunction<Command, Long, CompletableFuture<Result>> propose;
    private final LeaseKeeper leases;
    private final CompletableFuture<Void> firstLed = new CompletableFuture<>();

    /** Read by any thread, so that requests are refused early; written by the apply thread. */
    private volatile Phase phase = Phase.FOLLOWING;

    private long term;

    /** Whether the first entry of this term is under way or applied. */
    private boolean startProposed;

    private long lastTickNs;
    private long forgotNs;
    private long hashedNs;
    private long comparedIndex;

    /** The last entry that was seen by a tick, and when. */
    private long movedIndex;

    private long movedNs;

    LeaderDuties(
            Host host,
            LedgerNodeConfig config,
            Supplier<Ledger> ledger,
            BiFunction<Command, Long, CompletableFuture<Result>> propose) {
        this.host = host;
        this.config = config;
        this.ledger = ledger;
        this.propose = propose;
        this.leases = new LeaseKeeper(config.disconnectGrace().toNanos());
    }

    LeaseKeeper leases() {
        return leases;
    }

    CompletableFuture<Void> firstLed() {
        return firstLed;
    }

    boolean leading() {
        return phase == Phase.LEADING;
    }

    void lead(long newTerm) {
        leases.follow();
        phase = Phase.STARTING;
        term = newTerm;
        if (ledger.get().group() == null) {
            long bits;
            do {
                bits = host.randomLong();
            } while (bits == 0);
            proposeOwn(new Command.FormGroup(new GroupId(bits), 1));
        }
        proposeStart();
    }

    private void proposeStart() {
        long startedTerm = term;
        startProposed = true;
        propose(CrashPoint.NODE_BEFORE_LEADER_STARTED, new Command.LeaderStarted())
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        started(startedTerm);
                    } else if (startedTerm == term) {
                        startProposed = false;
                    }
                });
    }

    /** The leader's own first entry is applied: now it knows every session (Raft 8, design section 4). */
    private void started(long startedTerm) {
        if (phase != Phase.STARTING || startedTerm != term) {
            return;
        }
        phase = Phase.LEADING;
        long nowNs = host.nanoTime();
        lastTickNs = nowNs;
        forgotNs = nowNs;
        hashedNs = nowNs;
        for (SessionInfo session : ledger.get().aliveSessions()) {
            // also if its end is proposed now: should that not be applied, the lease ends it
            leases.grant(session.session(), TimeUnit.MILLISECONDS.toNanos(session.ttlMs()), nowNs);
            if (config.endSessionsAtStart()) {
                proposeOwn(new Command.EndSession(session.session(), EndReason.RESTARTED, term));
            }
        }
        firstLed.complete(null);
        LOG.info("leads in term {}, {} sessions alive", term, leases.size());
    }

    void follow() {
        phase = Phase.FOLLOWING;
        leases.follow();
    }

    void tick(long nowNs) {
        if (phase == Phase.STARTING && !startProposed) {
            proposeStart();
        }
        if (phase != Phase.LEADING) {
            return;
        }
        if (nowNs - lastTickNs > PAUSE_NS) {
            LOG.warn("stood still for {} ms; every lease begins anew", (nowNs - lastTickNs) / 1_000_000);
            leases.resumedAfterPause(nowNs);
        }
        lastTickNs = nowNs;
        leases.due(nowNs).forEach(this::expire);
        if (nowNs - forgotNs >= Math.min(FORGET_INTERVAL_NS, config.retention().toNanos() / FORGET_SHARE)) {
            forgotNs = nowNs;
            if (ledger.get().hasToForget()) {
                proposeOwn(new Command.ForgetExpired(config.retention().toMillis()));
            }
        }
        compareState(nowNs);
        keepTimeGoing(nowNs);
    }

    /** Time is in the entries: without any, what waits for its agents would never be old enough for them to look. */
    private void keepTimeGoing(long nowNs) {
        Ledger now = ledger.get();
        if (now.index() != movedIndex) {
            movedIndex = now.index();
            movedNs = nowNs;
        } else if (nowNs - movedNs >= IDLE_NS && now.counts().unfinished() > 0) {
            movedNs = nowNs;
            proposeOwn(new Command.ForgetExpired(config.retention().toMillis()));
        }
    }

    private void expire(SessionId session) {
        Command end = new Command.EndSession(session, EndReason.EXPIRED, term);
        propose(CrashPoint.NODE_BEFORE_EXPIRY_PROPOSED, end).whenComplete((result, failure) -> {
            if (failure instanceof GroupException refused && refused.knowledge() == GroupException.Knowledge.NOT_DONE) {
                leases.notProposed(session);
            }
        });
    }

    private void compareState(long nowNs) {
        if (nowNs - hashedNs >= config.hashInterval().toNanos()) {
            hashedNs = nowNs;
            proposeOwn(new Command.NoteHash()).thenAccept(noted -> {
                long notedIndex = ledger.get().notedIndex();
                if (leading() && notedIndex != comparedIndex) {
                    comparedIndex = notedIndex;
                    proposeOwn(new Command.CompareHash(notedIndex, ledger.get().notedHash()));
                }
            });
        }
    }

    private CompletableFuture<Result> propose(CrashPoint before, Command command) {
        try {
            host.at(before, LeaderDuties::notDone);
        } catch (GroupException failed) {
            return CompletableFuture.failedFuture(failed);
        }
        return propose.apply(command, term);
    }

    private static GroupException notDone(String why) {
        return new GroupException(GroupException.Knowledge.NOT_DONE, why);
    }

    /** A lost or refused one is proposed again by the next tick, or is the next leader's. */
    private CompletableFuture<Result> proposeOwn(Command command) {
        return propose.apply(command, term).whenComplete((result, failure) -> {
            if (failure != null) {
                LOG.debug("{} was not applied: {}", command, failure.toString());
            }
        });
    }
}
