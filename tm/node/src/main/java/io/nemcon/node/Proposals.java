package io.nemcon.node;

import io.nemcon.core.protocol.EntryCodec;
import io.nemcon.core.protocol.Result;
import io.nemcon.node.log.ReplicatedLog.ProposeCallback;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gathers commands into entries: the first goes at once, those that come while entries are under way share the next one.
 * Thread-safe. Futures complete on the log's apply thread or, where many share an entry, on {@link Answers}' thread; when
 * refused, on the caller's. Those of {@link #proposeOwn} complete on the apply thread always.
 */
final class Proposals {

    /** One command; the largest, a full report of finished branches, is well below. */
    private static final int COMMAND_BYTES_MAX = 256 * 1024;

    /** Of the commands in one entry: far below what any log takes. */
    private static final int ENTRY_BYTES_MAX = 512 * 1024;

    private record Waiting(byte[] command, long term, CompletableFuture<Result> result, boolean own) {}

    private final EntryTime time;
    private final LedgerNodeConfig config;
    private final PassedLog log;
    private final Answers answers;

    /** The results of an applied entry, by its index; null if they are no longer kept. */
    private final LongFunction<@Nullable List<Result>> resultsOf;

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();

    /** Above zero while a thread is sending: the others leave their wish and go. */
    private final AtomicInteger sending = new AtomicInteger();

    Proposals(
            EntryTime time,
            LedgerNodeConfig config,
            PassedLog log,
            Answers answers,
            LongFunction<@Nullable List<Result>> resultsOf) {
        this.time = time;
        this.config = config;
        this.log = log;
        this.answers = answers;
        this.resultsOf = resultsOf;
    }

    /** A command of a client. */
    CompletableFuture<Result> propose(byte[] command, long term) {
        return propose(command, term, false);
    }

    /** A command of this node itself, which goes on in its own state when it is done. */
    CompletableFuture<Result> proposeOwn(byte[] command, long term) {
        return propose(command, term, true);
    }

    private CompletableFuture<Result> propose(byte[] command, long term, boolean own) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        if (command.length > COMMAND_BYTES_MAX) {
            result.completeExceptionally(new GroupException(
                    GroupException.Knowledge.REFUSED,
                    "a command of " + command.length + " bytes is over the limit commandBytesMax of "
                            + COMMAND_BYTES_MAX));
            return result;
        }
        if (waitingCount.incrementAndGet() > config.commandsWaitingMax()) {
            waitingCount.decrementAndGet();
            result.completeExceptionally(new GroupException(
                    GroupException.Knowledge.NOT_DONE,
                    "limit commandsWaitingMax of " + config.commandsWaitingMax() + " reached: the log is behind"));
            return result;
        }
        waiting.add(new Waiting(command, term, result, own));
        send();
        return result;
    }

    private void send() {
        if (sending.getAndIncrement() != 0) {
            return;
        }
        int wishes = 1;
        do {
            while (!waiting.isEmpty() && inFlight.get() < config.entriesInFlightMax()) {
                sendOneEntry();
            }
            wishes = sending.addAndGet(-wishes);
        } while (wishes != 0);
    }

    private void sendOneEntry() {
        List<Waiting> batch = new ArrayList<>();
        List<byte[]> commands = new ArrayList<>();
        Waiting next = waiting.peek();
        long term = next == null ? 0 : next.term();
        int bytes = 0;
        while (next != null
                && next.term() == term
                && batch.size() < config.commandsPerEntryMax()
                && bytes + next.command().length <= ENTRY_BYTES_MAX) {
            waiting.poll();
            batch.add(next);
            commands.add(next.command());
            bytes += next.command().length;
            next = waiting.peek();
        }
        if (batch.isEmpty()) {
            return;
        }
        waitingCount.addAndGet(-batch.size());
        inFlight.incrementAndGet();
        log.propose(EntryCodec.encode(time.millis(), commands), term, new Sent(batch));
    }

    /** Whether nothing is under way, so that no results need to be kept. */
    boolean idle() {
        return inFlight.get() == 0;
    }

    private final class Sent implements ProposeCallback {

        private final List<Waiting> batch;

        Sent(List<Waiting> batch) {
            this.batch = batch;
        }

        @Override
        public void committed(long index) {
            List<Result> results = resultsOf.apply(index);
            inFlight.decrementAndGet();
            send();
            if (results == null) {
                failAll(GroupException.Knowledge.UNKNOWN, "entry " + index + " was applied, its results are gone");
                return;
            }
            List<Waiting> others = new ArrayList<>(batch.size());
            List<Result> theirs = new ArrayList<>(batch.size());
            for (int i = 0; i < batch.size(); i++) {
                if (batch.get(i).own()) {
                    batch.get(i).result().complete(results.get(i));
                } else {
                    others.add(batch.get(i));
                    theirs.add(results.get(i));
                }
            }
            answers.give(others.size(), () -> {
                for (int i = 0; i < others.size(); i++) {
                    others.get(i).result().complete(theirs.get(i));
                }
            });
        }

        @Override
        public void failed(ProposeFailure failure, String why) {
            inFlight.decrementAndGet();
            send();
            switch (failure) {
                case NOT_LEADER -> {
                    NotLeaderException cause =
                            new NotLeaderException(log.state().leader());
                    batch.forEach(one -> one.result().completeExceptionally(cause));
                }
                case BUSY -> failAll(GroupException.Knowledge.NOT_DONE, why);
                case UNKNOWN -> failAll(GroupException.Knowledge.UNKNOWN, why);
            }
        }

        private void failAll(GroupException.Knowledge knowledge, String why) {
            GroupException cause = new GroupException(knowledge, why);
            batch.forEach(one -> one.result().completeExceptionally(cause));
        }
    }
}
