package io.nemcon.client.session;

import io.nemcon.client.group.Backoff;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.node.GroupException;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Opens one session: the same 128-bit key in every attempt, so that a lost answer leaves no second session behind
 * (scenario 2). Then asks which group it is, for the gtrids.
 */
final class SessionOpener {

    private final Sessions sessions;
    private final Host host;
    private final SessionConfig config;
    private final Command.OpenSession command;
    private final boolean endless;

    /**
     * The lease counts from here, before the first attempt: one that got no answer may have opened the session, and the
     * group's lease has run since.
     */
    private final long beganNanos;

    private final long giveUpNanos;
    private final Backoff backoff;
    private final CompletableFuture<ClientSession> opened = new CompletableFuture<>();
    private volatile @Nullable Throwable lastFailure;

    /** @param patience after so long, or a refusal, it gives up; null for never */
    SessionOpener(Sessions sessions, SessionConfig config, @Nullable Duration patience) {
        this.sessions = sessions;
        this.host = sessions.host();
        this.config = config;
        this.endless = patience == null;
        this.beganNanos = host.nanoTime();
        this.giveUpNanos = patience == null ? 0 : beganNanos + patience.toNanos();
        this.backoff = new Backoff(host, 10, 2_000);
        this.command = new Command.OpenSession(host.randomLong(), host.randomLong(), config.kind(), config.name(), (int)
                config.ttl().toMillis());
    }

    /** Done once the session is the current one. Fails with a {@link GroupException}. */
    CompletableFuture<ClientSession> opened() {
        return opened;
    }

    /** Why the last attempt failed; null if none did. */
    @Nullable
    Throwable lastFailure() {
        return lastFailure;
    }

    void attempt() {
        CrashPoint before = CrashPoint.CLIENT_BEFORE_SESSION_OPENED;
        sessions.group()
                .propose(before, CrashPoint.CLIENT_SESSION_OPENED, command)
                .whenComplete((result, failure) -> {
                    if (result instanceof Result.SessionOpened done) {
                        askGroup(done.session());
                    } else if (result != null) {
                        GroupException.Knowledge refused = GroupException.Knowledge.REFUSED;
                        failed(new GroupException(refused, "the group opens no session: " + result));
                    } else {
                        failed(failure);
                    }
                });
    }

    private void askGroup(SessionId session) {
        sessions.group()
                .query(CrashPoint.CLIENT_BEFORE_GROUP_ASKED, new Query.Status())
                .whenComplete((answer, failure) -> {
                    if (answer instanceof Answer.Status status) {
                        ClientSession made = new ClientSession(
                                session,
                                status.group(),
                                status.incarnation(),
                                new Lease(config.ttl().toNanos(), beganNanos),
                                config.transactionsMax());
                        sessions.succession().adopt(made);
                        opened.complete(made);
                    } else {
                        failed(failure);
                    }
                });
    }

    private void failed(@Nullable Throwable failure) {
        GroupException known = Sessions.knowledgeOf(failure);
        lastFailure = known;
        boolean refused = known.knowledge() == GroupException.Knowledge.REFUSED;
        boolean over = !endless && (refused || host.nanoTime() - giveUpNanos >= 0);
        if (over || sessions.channelClosed()) {
            opened.completeExceptionally(known);
        } else {
            sessions.later(this::attempt, backoff.nextMillis());
        }
    }
}
