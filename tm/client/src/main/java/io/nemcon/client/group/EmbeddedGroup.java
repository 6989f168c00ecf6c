package io.nemcon.client.group;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.GroupException;
import io.nemcon.node.GroupNews;
import io.nemcon.node.LedgerNode;
import io.nemcon.node.LedgerNodeConfig;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.LogException;
import io.nemcon.node.log.ReplicatedLog;
import io.nemcon.node.log.local.LocalLog;
import io.nemcon.node.log.local.LocalLogConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger in this process, over a log in a folder. Thread-safe. */
public final class EmbeddedGroup implements GroupChannel {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedGroup.class);

    private final LedgerNode node;
    private final GroupChannel channel;

    private EmbeddedGroup(LedgerNode node, GroupChannel channel) {
        this.node = node;
        this.channel = channel;
    }

    /**
     * Opens the folder's log, made if missing, and waits until the ledger is ready.
     *
     * @throws GroupException REFUSED if the log can't be opened: which folder, what is wrong, what to do; UNKNOWN if it is
     *     not ready in time
     */
    public static EmbeddedGroup open(Host host, String name, Path folder, Duration patience) {
        return open(host, name, new LocalLog(LocalLogConfig.of(folder)), folder.toString(), patience);
    }

    /**
     * The same over a log that is opened here.
     *
     * @param where the log is, for messages
     */
    public static EmbeddedGroup open(Host host, String name, ReplicatedLog log, String where, Duration patience) {
        AtomicReference<@Nullable Throwable> stopped = new AtomicReference<>();
        LedgerNode node = new LedgerNode(host, LedgerNodeConfig.embedded(), log, cause -> {
            stopped.set(cause);
            LOG.error("the ledger in {} has stopped; no transaction is decided any more", where, cause);
        });
        try {
            node.start();
        } catch (LogException failed) {
            node.close();
            throw new GroupException(
                    GroupException.Knowledge.REFUSED, "the ledger can't be opened: " + failed.getMessage(), failed);
        }
        try {
            host.await(node.leading(), patience.toNanos());
        } catch (ExecutionException | TimeoutException late) {
            node.close();
            Throwable cause = stopped.get();
            throw new GroupException(
                    GroupException.Knowledge.UNKNOWN,
                    "the ledger in " + where + " was not ready within " + patience.toMillis() + " ms"
                            + (cause == null ? "" : ": " + cause.getMessage()),
                    cause == null ? late : cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            node.close();
            throw new GroupException(
                    GroupException.Knowledge.UNKNOWN, "interrupted while the ledger in " + where + " was opened");
        }
        return new EmbeddedGroup(node, node.channel(name));
    }

    @Override
    public CompletableFuture<Result> propose(Command command) {
        return channel.propose(command);
    }

    @Override
    public CompletableFuture<Answer> query(Query query) {
        return channel.query(query);
    }

    @Override
    public CompletableFuture<Boolean> heartbeat(SessionId session) {
        return channel.heartbeat(session);
    }

    @Override
    public CompletableFuture<Void> inquire(List<Gtrid> gtrids) {
        return channel.inquire(gtrids);
    }

    @Override
    public CompletableFuture<Result> commitJoined(Command.FromSession decide, long votesWithinMs) {
        return channel.commitJoined(decide, votesWithinMs);
    }

    @Override
    public CompletableFuture<Void> vote(JoinedVote vote) {
        return channel.vote(vote);
    }

    @Override
    public void onNews(GroupNews news) {
        channel.onNews(news);
    }

    @Override
    public void close() {
        channel.close();
        node.close();
    }
}
