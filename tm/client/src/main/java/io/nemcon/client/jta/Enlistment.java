package io.nemcon.client.jta;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.commit.Participant;
import io.nemcon.core.id.ResourceName;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import io.nemcon.node.host.HostLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A branch in its transaction: sees to it that one thread at a time calls it, and that what a branch throws against its
 * contract is taken for "not known". Thread-safe.
 */
final class Enlistment {

    private static final Logger LOG = LoggerFactory.getLogger(Enlistment.class);

    private final Host host;
    private final int number;
    private final ResourceName resource;
    private final Object key;
    private final Branch branch;
    private final HostLock calls;

    /** Apart from the other one, for a cancel comes while a call runs. */
    private final HostLock cancels;

    /** Guarded by the lock: its end has begun, so it is not parked any more. */
    private boolean ending;

    /** Guarded by both locks. */
    private boolean released;

    private volatile boolean busy;

    Enlistment(Host host, int number, ResourceName resource, Object key, Branch branch) {
        this.host = host;
        this.calls = new HostLock(host);
        this.cancels = new HostLock(host);
        this.number = number;
        this.resource = resource;
        this.key = key;
        this.branch = branch;
    }

    int number() {
        return number;
    }

    Object key() {
        return key;
    }

    Branch branch() {
        return branch;
    }

    Participant participant() {
        return new Participant(number, resource, branch.twoPhase(), branch.looksReadOnly());
    }

    PrepareAnswer endReadOnly() {
        CrashPoint before = CrashPoint.CLIENT_BEFORE_READ_ONLY_END;
        CrashPoint after = CrashPoint.CLIENT_READ_ONLY_ENDED;
        return end(before, branch::endReadOnly, after, PrepareAnswer::unanswered, "endReadOnly");
    }

    PrepareAnswer prepare() {
        CrashPoint before = CrashPoint.CLIENT_BEFORE_PREPARE;
        return end(before, branch::prepare, CrashPoint.CLIENT_PREPARED, PrepareAnswer::unanswered, "prepare");
    }

    OnePhaseEnd commitOnePhase() {
        CrashPoint before = CrashPoint.CLIENT_BEFORE_ONE_PHASE;
        CrashPoint after = CrashPoint.CLIENT_ONE_PHASE_COMMITTED;
        return end(before, branch::commitOnePhase, after, OnePhaseEnd::unknown, "commitOnePhase");
    }

    BranchEnd commit() {
        CrashPoint before = CrashPoint.CLIENT_BEFORE_COMMIT;
        return end(before, branch::commit, CrashPoint.CLIENT_COMMITTED, BranchEnd::unsettled, "commit");
    }

    BranchEnd rollback() {
        CrashPoint before = CrashPoint.CLIENT_BEFORE_ROLLBACK;
        return end(before, branch::rollback, CrashPoint.CLIENT_ROLLED_BACK, BranchEnd::unsettled, "rollback");
    }

    /** Parks it, if it still works. */
    void suspend() {
        whileOpen(branch::suspend, "suspend");
    }

    void resume() {
        whileOpen(branch::resume, "resume");
    }

    /** What {@link #between} runs. */
    interface Call<X extends Exception> {
        void run() throws X;
    }

    /**
     * Runs it between other calls of the branch; what it throws goes to the caller.
     *
     * @throws IllegalStateException if the branch's end has begun
     */
    <X extends Exception> void between(Call<X> call) throws X {
        calls.lock();
        try {
            if (ending) {
                throw new IllegalStateException(branch.describe() + ": its end has begun");
            }
            call.run();
        } finally {
            calls.unlock();
        }
    }

    /** Runs it between other calls of the branch, unless its end has begun; false then. */
    private boolean whileOpen(Runnable call, String name) {
        calls.lock();
        try {
            if (ending) {
                return false;
            }
            call.run();
            return true;
        } catch (RuntimeException broken) {
            LOG.error("{}: {} threw", branch.describe(), name, broken);
            return false;
        } finally {
            calls.unlock();
        }
    }

    /** Gives back what it holds. Idempotent. */
    void release() {
        calls.lock();
        cancels.lock();
        try {
            if (!released) {
                released = true;
                ending = true;
                branch.release();
            }
        } catch (RuntimeException broken) {
            LOG.error("{}: release threw", branch.describe(), broken);
        } finally {
            cancels.unlock();
            calls.unlock();
        }
    }

    /** Stops a statement of the application, unless the branch is given back: then what runs there is another's. */
    void cancel() {
        cancels.lock();
        try {
            if (!released) {
                branch.cancel();
            }
        } catch (RuntimeException broken) {
            LOG.error("{}: cancel threw", branch.describe(), broken);
        } finally {
            cancels.unlock();
        }
    }

    /** Stops the step that its end is in, if it is in one. */
    void cancelIfBusy() {
        if (busy) {
            cancel();
        }
    }

    String describe() {
        return branch.describe();
    }

    /** The outer edge to a driver's code: whatever it throws, the transaction must be able to go on. */
    private <T> T end(
            CrashPoint before, Supplier<T> step, CrashPoint after, Function<String, T> notKnown, String name) {
        calls.lock();
        busy = true;
        try {
            ending = true;
            host.at(before);
            T end = step.get();
            host.at(after);
            return end;
        } catch (RuntimeException | Error broken) {
            LOG.error("{}: {} threw", branch.describe(), name, broken);
            return notKnown.apply(name + " threw " + broken);
        } finally {
            busy = false;
            calls.unlock();
        }
    }
}
