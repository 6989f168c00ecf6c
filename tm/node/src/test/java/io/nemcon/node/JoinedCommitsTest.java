package io.nemcon.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.local.LocalLog;
import io.nemcon.node.log.local.LocalLogConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leader drives the commit of a transaction that other sessions have joined, over a real local log. */
class JoinedCommitsTest {

    private static final ResourceName ORDERS = new ResourceName("orders");
    private static final ResourceName STOCK = new ResourceName("stock");
    private static final Result COMMITTED = new Result.Decided(Outcome.COMMITTED, Reason.NONE);
    private static final Result UNDECIDED = new Result.Decided(Outcome.PENDING, Reason.NONE);

    /** A process with its session, and what it hears. */
    private static final class Process implements GroupNews {
        final GroupChannel channel;
        final SessionId session;
        final BlockingQueue<Gtrid> asked = new LinkedBlockingQueue<>();
        final BlockingQueue<Outcome> told = new LinkedBlockingQueue<>();

        Process(LedgerNode node, int key) throws Exception {
            channel = node.channel("process " + key);
            channel.onNews(this);
            Command open = new Command.OpenSession(7, key, SessionKind.CLIENT, "app " + key, 600_000);
            session = ((Result.SessionOpened) get(channel.propose(open))).session();
            get(channel.heartbeat(session)); // from here on it can be told anything
        }

        Result request(SessionCommand body) throws Exception {
            return get(channel.propose(of(body)));
        }

        Command.FromSession of(SessionCommand body) {
            return new Command.FromSession(new RequestHeader(session, 0, 0, 0), body);
        }

        CompletableFuture<Result> commit(Gtrid gtrid, long votesWithinMs) {
            SessionCommand.Decide decide = new SessionCommand.Decide(
                    gtrid, Decision.COMMIT, Reason.NONE, List.of(new DecidedBranch(ORDERS, 0, new Witness("w"))));
            return channel.commitJoined(of(decide), votesWithinMs);
        }

        /** Waits until it is asked, and answers. */
        void votes(Vote vote) throws Exception {
            vote(next(asked), vote);
        }

        void vote(Gtrid gtrid, Vote vote) throws Exception {
            List<DecidedBranch> prepared =
                    vote == Vote.YES ? List.of(new DecidedBranch(STOCK, 1 << 20, new Witness("v"))) : List.of();
            get(channel.vote(new JoinedVote(session, gtrid, vote, prepared, "as told")));
        }

        @Override
        public void agentWanted(List<ResourceName> resources) {}

        @Override
        public void ownerAsked(List<Gtrid> gtrids) {}

        @Override
        public void sessionEnded(SessionId ended) {}

        @Override
        public void votesWanted(SessionId ofSession, List<Gtrid> gtrids) {
            if (ofSession.equals(session)) {
                asked.addAll(gtrids);
            }
        }

        @Override
        public void joinedDecided(Gtrid gtrid, Outcome outcome) {
            told.add(outcome);
        }
    }

    @TempDir
    Path folder;

    private LedgerNode node;
    private Process app;
    private Process b;
    private Process c;
    private Gtrid gtrid;

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("what is waited for").isNotNull();
        return next;
    }

    private static LedgerNode start(Path folder) throws Exception {
        LedgerNode started = new LedgerNode(
                Host.real(), LedgerNodeConfig.forGroup(), new LocalLog(LocalLogConfig.of(folder)), cause -> {});
        started.start();
        get(started.leading());
        return started;
    }

    @BeforeEach
    void threeProcesses() throws Exception {
        node = start(folder);
        app = new Process(node, 1);
        b = new Process(node, 2);
        c = new Process(node, 3);
        Answer.Status status = (Answer.Status) get(app.channel.query(new Query.Status()));
        gtrid = new Gtrid(status.group(), 1, app.session, 1);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void theLastYesDecidesCommitWithTheBranchesOfAll() throws Exception {
        assertThat(b.request(new SessionCommand.Join(gtrid))).isEqualTo(new Result.Joined(1));
        assertThat(c.request(new SessionCommand.Join(gtrid))).isEqualTo(new Result.Joined(2));
        CompletableFuture<Result> committed = app.commit(gtrid, 60_000);
        b.votes(Vote.YES);
        assertThat(committed).isNotDone();
        c.votes(Vote.READ_ONLY);

        assertThat(get(committed)).isEqualTo(COMMITTED);
        assertThat(next(b.told)).isEqualTo(Outcome.COMMITTED);
        assertThat(next(c.told)).isEqualTo(Outcome.COMMITTED);
        Answer.Unfinished stock = (Answer.Unfinished) get(app.channel.query(new Query.Unfinished(STOCK)));
        assertThat(stock.branches())
                .extracting(branch -> branch.branch().number())
                .containsExactly(1 << 20);
        assertThat(c.request(new SessionCommand.Join(gtrid))).isEqualTo(COMMITTED);
    }

    @Test
    void theFirstNoDecidesAbort() throws Exception {
        b.request(new SessionCommand.Join(gtrid));
        c.request(new SessionCommand.Join(gtrid));
        CompletableFuture<Result> committed = app.commit(gtrid, 60_000);
        b.votes(Vote.NO);

        assertThat(get(committed)).isEqualTo(new Result.Decided(Outcome.ABORTED, Reason.JOINED_VOTED_NO));
        assertThat(next(b.told)).isEqualTo(Outcome.ABORTED);
        assertThat(next(c.told)).isEqualTo(Outcome.ABORTED);
    }

    @Test
    void aQuestionWithoutAVoteIsRepeatedAndItsTimeIsBounded() throws Exception { // scenarios 17, 38
        b.request(new SessionCommand.Join(gtrid));
        CompletableFuture<Result> committed = app.commit(gtrid, 0);
        next(b.asked);
        next(b.asked);
        Result result = get(committed);
        while (result.equals(UNDECIDED)) {
            result = get(app.commit(gtrid, 60_000)); // the time that was given first counts
        }

        assertThat(result).isEqualTo(new Result.Decided(Outcome.ABORTED, Reason.JOINED_UNANSWERED));
    }

    @Test
    void anOwnerThatWaitsLongIsToldThatItIsUndecidedAndAsksAgain() throws Exception { // scenario 39
        b.request(new SessionCommand.Join(gtrid));
        assertThat(get(app.commit(gtrid, 60_000))).isEqualTo(UNDECIDED);
        CompletableFuture<Result> first = app.commit(gtrid, 60_000);
        CompletableFuture<Result> again = app.commit(gtrid, 60_000);
        assertThat(get(first)).isEqualTo(UNDECIDED);
        b.votes(Vote.YES);

        assertThat(get(again)).isEqualTo(COMMITTED);
    }

    @Test
    void whoJoinsWhileOthersVoteIsAskedToo() throws Exception { // scenario 78
        b.request(new SessionCommand.Join(gtrid));
        CompletableFuture<Result> committed = app.commit(gtrid, 60_000);
        Gtrid asked = next(b.asked);
        c.request(new SessionCommand.Join(gtrid));
        b.vote(asked, Vote.YES);
        c.votes(Vote.YES);

        assertThat(get(committed)).isEqualTo(COMMITTED);
    }

    @Test
    void theEndOfAJoinedSessionEndsTheWait() throws Exception { // scenarios 19, 20
        b.request(new SessionCommand.Join(gtrid));
        c.request(new SessionCommand.Join(gtrid));
        CompletableFuture<Result> committed = app.commit(gtrid, 60_000);
        b.votes(Vote.YES);
        get(c.channel.propose(new Command.EndSession(c.session, EndReason.CLOSED, 0)));

        assertThat(get(committed)).isEqualTo(new Result.Decided(Outcome.ABORTED, Reason.JOINED_SESSION_ENDED));
        assertThat(next(b.told)).isEqualTo(Outcome.ABORTED);
    }

    @Test
    void theNextLeaderKnowsWhoHasJoinedAndAsksThemAgain() throws Exception { // scenarios 52, 61
        b.request(new SessionCommand.Join(gtrid));
        c.request(new SessionCommand.Join(gtrid));
        CompletableFuture<Result> lost = app.commit(gtrid, 60_000);
        b.votes(Vote.YES);
        node.close();
        node = start(folder);
        assertThat(lost).satisfiesAnyOf(one -> assertThat(one).isNotDone(), one -> assertThat(one)
                .isCompletedExceptionally());

        Process appAgain = onNewNode(app);
        Process bAgain = onNewNode(b);
        Process cAgain = onNewNode(c);
        CompletableFuture<Result> committed = appAgain.commit(gtrid, 60_000);
        cAgain.votes(Vote.YES);
        assertThat(committed).isNotDone();
        bAgain.votes(Vote.YES);
        assertThat(get(committed)).isEqualTo(COMMITTED);
    }

    /** The same session by a new connection: its key finds it. */
    private Process onNewNode(Process process) throws Exception {
        int key = process == app ? 1 : process == b ? 2 : 3;
        Process again = new Process(node, key);
        assertThat(again.session).isEqualTo(process.session);
        return again;
    }

    @Test
    void withoutJoinsItIsDecidedAtOnceAndARepeatHearsTheSame() throws Exception { // scenarios 6, 94
        long before = ((Answer.Status) get(app.channel.query(new Query.Status()))).index();
        assertThat(get(app.commit(gtrid, 60_000))).isEqualTo(COMMITTED);
        assertThat(((Answer.Status) get(app.channel.query(new Query.Status()))).index())
                .isEqualTo(before + 1);
        assertThat(get(app.commit(gtrid, 60_000))).isEqualTo(COMMITTED);
    }

    @Test
    void theLeaderAloneSaysWhoHasJoined() {
        SessionCommand.Decide named =
                new SessionCommand.Decide(gtrid, Decision.COMMIT, Reason.NONE, List.of(), List.of(b.session));

        assertThatThrownBy(() -> get(app.channel.propose(app.of(named))))
                .hasMessageContaining("the leader alone names who has joined");
        assertThatThrownBy(() -> get(app.channel.commitJoined(app.of(named), 1_000)))
                .hasMessageContaining("only a session's own commit");
        assertThatThrownBy(() -> get(b.channel.commitJoined(b.of(new SessionCommand.Join(gtrid)), 1_000)))
                .hasMessageContaining("only a session's own commit");
    }
}
