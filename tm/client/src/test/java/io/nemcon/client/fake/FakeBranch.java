package io.nemcon.client.fake;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.client.branch.Enlister.BranchFactory;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A branch that answers as a test tells it, and writes down what it was asked. */
public final class FakeBranch implements Branch, BranchFactory {

    private final String name;
    private final List<String> heard = new ArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean twoPhase = true;
    private volatile boolean looksReadOnly;
    private volatile Supplier<PrepareAnswer> onPrepare = () -> PrepareAnswer.yes(new Witness("w"));
    private volatile Supplier<PrepareAnswer> onEndReadOnly = () -> PrepareAnswer.READ_ONLY;
    private volatile Supplier<OnePhaseEnd> onOnePhase = () -> OnePhaseEnd.COMMITTED;
    private volatile Supplier<BranchEnd> onCommit = () -> BranchEnd.COMMITTED;
    private volatile Supplier<BranchEnd> onRollback = () -> BranchEnd.ROLLED_BACK;
    private volatile Runnable onOpen = () -> {};
    private volatile @Nullable CountDownLatch stuck;
    private volatile @Nullable BranchContext context;
    private volatile @Nullable BranchId id;
    private volatile boolean overlapped;
    private volatile boolean cannotDescribe;

    public FakeBranch(String name) {
        this.name = name;
    }

    public FakeBranch onePhaseOnly() {
        twoPhase = false;
        return this;
    }

    public FakeBranch readOnlyByLook(Supplier<PrepareAnswer> answer) {
        looksReadOnly = true;
        onEndReadOnly = answer;
        return this;
    }

    public FakeBranch prepares(Supplier<PrepareAnswer> answer) {
        onPrepare = answer;
        return this;
    }

    public FakeBranch commitsOnePhase(Supplier<OnePhaseEnd> answer) {
        onOnePhase = answer;
        return this;
    }

    public FakeBranch commits(Supplier<BranchEnd> answer) {
        onCommit = answer;
        return this;
    }

    public FakeBranch rollsBack(Supplier<BranchEnd> answer) {
        onRollback = answer;
        return this;
    }

    /** From its end on it throws wherever it is to describe itself, outside of what is expected to throw. */
    public FakeBranch cannotDescribeItself() {
        cannotDescribe = true;
        return this;
    }

    public FakeBranch opens(Runnable action) {
        onOpen = action;
        return this;
    }

    /** What is waited for in prepare until somebody cancels. */
    public FakeBranch prepareHangsUntilCancelled() {
        CountDownLatch latch = new CountDownLatch(1);
        stuck = latch;
        onPrepare = () -> {
            await(latch);
            return PrepareAnswer.no("cancelled");
        };
        return this;
    }

    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Branch open(BranchId branch, BranchContext ofTransaction) {
        id = branch;
        context = ofTransaction;
        note("open");
        onOpen.run();
        return this;
    }

    public BranchContext context() {
        BranchContext known = context;
        if (known == null) {
            throw new IllegalStateException(name + " was not opened");
        }
        return known;
    }

    public BranchId id() {
        BranchId known = id;
        if (known == null) {
            throw new IllegalStateException(name + " was not opened");
        }
        return known;
    }

    public synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    /** Waits until it was asked this. */
    public synchronized void awaitHeard(String what) throws InterruptedException {
        while (!heard.contains(what)) {
            wait(30_000);
        }
    }

    /** Whether two threads were inside at once, against the contract. */
    public boolean overlapped() {
        return overlapped;
    }

    private synchronized void note(String what) {
        heard.add(what);
        notifyAll();
    }

    private <T> T alone(String what, Supplier<T> answer) {
        if (inside.incrementAndGet() > 1) {
            overlapped = true;
        }
        try {
            note(what);
            return answer.get();
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public boolean twoPhase() {
        return twoPhase;
    }

    @Override
    public boolean looksReadOnly() {
        return looksReadOnly;
    }

    @Override
    public PrepareAnswer endReadOnly() {
        return alone("endReadOnly", onEndReadOnly);
    }

    @Override
    public PrepareAnswer prepare() {
        return alone("prepare", onPrepare);
    }

    @Override
    public OnePhaseEnd commitOnePhase() {
        return alone("commitOnePhase", onOnePhase);
    }

    @Override
    public BranchEnd commit() {
        return alone("commit", onCommit);
    }

    @Override
    public BranchEnd rollback() {
        return alone("rollback", onRollback);
    }

    @Override
    public void cancel() {
        note("cancel");
        CountDownLatch latch = stuck;
        if (latch != null) {
            latch.countDown();
        }
    }

    @Override
    public void suspend() {
        alone("suspend", () -> true);
    }

    @Override
    public void resume() {
        alone("resume", () -> true);
    }

    @Override
    public void release() {
        alone("release", () -> true);
    }

    @Override
    public String describe() {
        if (cannotDescribe) {
            throw new IllegalStateException("a bug of branch " + name);
        }
        return "branch " + name;
    }
}
