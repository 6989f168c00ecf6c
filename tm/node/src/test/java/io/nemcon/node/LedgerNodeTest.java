package io.nemcon.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.core.protocol.Witness;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.local.LocalLog;
import io.nemcon.node.log.local.LocalLogConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node over a real local log: what a process sees of it. */
class LedgerNodeTest {

    private static final ResourceName ORDERS = new ResourceName("orders");

    @TempDir
    Path folder;

    private LedgerNode start(LedgerNodeConfig config) throws Exception {
        LedgerNode node = new LedgerNode(Host.real(), config, new LocalLog(LocalLogConfig.of(folder)), cause -> {});
        node.start();
        node.leading().get(20, TimeUnit.SECONDS);
        return node;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static SessionId open(GroupChannel channel, long key, int ttlMs) throws Exception {
        Result result = get(channel.propose(new Command.OpenSession(7, key, SessionKind.CLIENT, "app", ttlMs)));
        return ((Result.SessionOpened) result).session();
    }

    private static Answer.Status status(GroupChannel channel) throws Exception {
        return (Answer.Status) get(channel.query(new Query.Status()));
    }

    private static Command decide(Gtrid gtrid, Decision decision) {
        return new Command.FromSession(
                new RequestHeader(gtrid.session(), 0, 0, 0),
                new SessionCommand.Decide(
                        gtrid, decision, Reason.NONE, List.of(new DecidedBranch(ORDERS, 0, new Witness("xid:1")))));
    }

    private static Outcome outcome(GroupChannel channel, Gtrid gtrid) throws Exception {
        Answer.Outcomes answer = (Answer.Outcomes) get(channel.query(new Query.Outcomes(List.of(gtrid))));
        return answer.outcomes().get(0).outcome();
    }

    /** Scenarios 6, 7: what was acknowledged is there after a restart; the group stays the same one. */
    @Test
    void aRestartKeepsTheGroupAndEveryDecisionAndEndsTheFormerSession() throws Exception {
        GroupId group;
        Gtrid committed;
        Gtrid undecided;
        try (LedgerNode node = start(LedgerNodeConfig.embedded())) {
            GroupChannel channel = node.channel("app");
            SessionId session = open(channel, 1, 10_000);
            group = status(channel).group();
            committed = new Gtrid(group, 1, session, 1);
            undecided = new Gtrid(group, 1, session, 2);
            assertThat(get(channel.propose(decide(committed, Decision.COMMIT))))
                    .isEqualTo(new Result.Decided(Outcome.COMMITTED, Reason.NONE));
            assertThat(outcome(channel, undecided)).isEqualTo(Outcome.PENDING);
        }
        try (LedgerNode node = start(LedgerNodeConfig.embedded())) {
            GroupChannel channel = node.channel("app");
            open(channel, 2, 10_000); // after the former one's end in the log
            assertThat(status(channel).group()).isEqualTo(group);
            assertThat(outcome(channel, committed)).isEqualTo(Outcome.COMMITTED);
            assertThat(outcome(channel, undecided)).isEqualTo(Outcome.ABORTED);
            assertThat(get(channel.propose(decide(undecided, Decision.COMMIT))))
                    .isEqualTo(new Result.Decided(Outcome.ABORTED, Reason.SESSION_ENDED));
        }
    }

    /** Scenario 10: a snapshot and a purge bring nothing back and lose nothing. */
    @Test
    void aSnapshotStandsInForTheEntriesBeforeIt() throws Exception {
        Gtrid committed;
        try (LedgerNode node = start(LedgerNodeConfig.forGroup())) {
            GroupChannel channel = node.channel("app");
            SessionId session = open(channel, 1, 600_000);
            committed = new Gtrid(status(channel).group(), 1, session, 1);
            get(channel.propose(decide(committed, Decision.COMMIT)));
            node.snapshot();
            get(channel.propose(decide(new Gtrid(committed.group(), 1, session, 2), Decision.ABORT)));
        }
        try (LedgerNode node = start(LedgerNodeConfig.forGroup())) {
            GroupChannel channel = node.channel("app");
            assertThat(outcome(channel, committed)).isEqualTo(Outcome.COMMITTED);
            Answer.Unfinished unfinished = (Answer.Unfinished) get(channel.query(new Query.Unfinished(ORDERS)));
            assertThat(unfinished.branches())
                    .extracting(Answer.UnfinishedBranch::decision)
                    .containsExactly(Decision.COMMIT, Decision.ABORT);
        }
    }

    @Test
    void manyThreadsGetTheirOwnResults() throws Exception {
        try (LedgerNode node = start(LedgerNodeConfig.embedded())) {
            GroupChannel channel = node.channel("app");
            SessionId session = open(channel, 1, 60_000);
            GroupId group = status(channel).group();
            List<CompletableFuture<Result>> results = new ArrayList<>();
            for (int i = 1; i <= 5_000; i++) {
                Gtrid gtrid = new Gtrid(group, 1, session, i);
                results.add(channel.propose(decide(gtrid, i % 2 == 0 ? Decision.COMMIT : Decision.ABORT)));
            }
            for (int i = 1; i <= results.size(); i++) {
                Outcome expected = i % 2 == 0 ? Outcome.COMMITTED : Outcome.ABORTED;
                assertThat(get(results.get(i - 1))).isEqualTo(new Result.Decided(expected, Reason.NONE));
            }
            assertThat(status(channel).committed()).isEqualTo(2_500);
            assertThat(status(channel).index())
                    .as("commands that came while an entry was under way share the next one")
                    .isLessThan(5_000);
        }
    }

    /** A session whose connection dies has its grace, and then ends by itself; the active agent is told. */
    @Test
    void aDeadConnectionEndsTheSessionAndWakesTheAgent() throws Exception {
        LedgerNodeConfig config = LedgerNodeConfig.forGroup().withDisconnectGrace(Duration.ofMillis(100));
        try (LedgerNode node = start(config)) {
            GroupChannel agent = node.channel("agent");
            NewsQueue news = new NewsQueue();
            agent.onNews(news);
            SessionId agentSession = open(agent, 1, 600_000);
            get(agent.propose(new Command.FromSession(
                    new RequestHeader(agentSession, 0, 0, 0), new SessionCommand.RegisterAgent(ORDERS, 1))));
            GroupChannel app = node.channel("app");
            SessionId appSession = open(app, 2, 600_000);
            assertThat(get(app.heartbeat(appSession))).isTrue();

            app.close();

            assertThat(news.take()).isEqualTo("wanted [orders]");
            assertThat(get(agent.heartbeat(appSession))).isFalse();
            assertThat(get(agent.heartbeat(agentSession))).isTrue();
        }
    }

    /**
     * Scenario 91: the process has a new connection, and the death of the old one is noticed before the heartbeat on the new
     * one is confirmed. The session has no grace to be over: it lives.
     */
    @Test
    void theLateNewsOfAnOldConnectionsDeathEndNoSessionThatHasANewOne() throws Exception {
        HoldingLog log = new HoldingLog(new LocalLog(LocalLogConfig.of(folder)));
        try (LedgerNode node = grudging(log)) {
            GroupChannel before = node.channel("app");
            SessionId session = open(before, 1, 600_000);
            GroupChannel after = node.channel("app");
            log.hold();
            CompletableFuture<Boolean> beat = after.heartbeat(session);
            before.close();
            status(node);
            log.releaseNewestFirst();
            assertThat(get(beat)).isTrue();

            outliveTheGrace(node);
            assertThat(get(after.heartbeat(session))).isTrue();
        }
    }

    /** Scenario 91: what came by the old connection is confirmed last. */
    @Test
    void aHeartbeatOfAnOldConnectionThatIsConfirmedLateSaysNothingOfTheNewOne() throws Exception {
        HoldingLog log = new HoldingLog(new LocalLog(LocalLogConfig.of(folder)));
        try (LedgerNode node = grudging(log)) {
            GroupChannel before = node.channel("app");
            SessionId session = open(before, 1, 600_000);
            GroupChannel after = node.channel("app");
            log.hold();
            CompletableFuture<Boolean> beatBefore = before.heartbeat(session);
            CompletableFuture<Boolean> beatAfter = after.heartbeat(session);
            log.releaseNewestFirst();
            assertThat(get(beatAfter)).isTrue();
            assertThat(get(beatBefore)).isTrue();
            before.close();

            outliveTheGrace(node);
            assertThat(get(after.heartbeat(session))).isTrue();
        }
    }

    /** Its sessions' grace is short. */
    private static LedgerNode grudging(HoldingLog log) throws Exception {
        LedgerNodeConfig config = LedgerNodeConfig.forGroup().withDisconnectGrace(Duration.ofMillis(1));
        LedgerNode node = new LedgerNode(Host.real(), config, log, cause -> {});
        node.start();
        node.leading().get(20, TimeUnit.SECONDS);
        return node;
    }

    /** What went before on the apply thread is done. */
    private static void status(LedgerNode node) throws Exception {
        get(node.status("1"));
    }

    /** Another session's connection dies, and its grace is over. */
    private static void outliveTheGrace(LedgerNode node) throws Exception {
        GroupChannel watching = node.channel("watching");
        NewsQueue news = new NewsQueue();
        watching.onNews(news);
        SessionId agent = open(watching, 8, 600_000);
        get(watching.propose(new Command.FromSession(
                new RequestHeader(agent, 0, 0, 0), new SessionCommand.RegisterAgent(ORDERS, 1))));
        GroupChannel dying = node.channel("dying");
        open(dying, 9, 600_000);
        status(node);
        dying.close();
        assertThat(news.take()).isEqualTo("wanted [orders]");
    }

    /** Scenario 90 in small: only a lease that ran out ends a session, and its own client is told. */
    @Test
    void aSilentSessionEndsAfterItsTtl() throws Exception {
        try (LedgerNode node = start(LedgerNodeConfig.forGroup())) {
            GroupChannel channel = node.channel("app");
            NewsQueue news = new NewsQueue();
            channel.onNews(news);
            SessionId session = open(channel, 1, 200);
            assertThat(news.take()).isEqualTo("ended " + session);
            assertThat(get(channel.heartbeat(session))).isFalse();
        }
    }

    @Test
    void theOwnerOfALongPendingTransactionIsAsked() throws Exception {
        try (LedgerNode node = start(LedgerNodeConfig.forGroup())) {
            GroupChannel owner = node.channel("owner");
            NewsQueue news = new NewsQueue();
            owner.onNews(news);
            SessionId session = open(owner, 1, 600_000);
            get(owner.heartbeat(session));
            Gtrid gtrid = new Gtrid(status(owner).group(), 1, session, 3);
            get(node.channel("agent").inquire(List.of(gtrid)));
            assertThat(news.take()).isEqualTo("asked [" + gtrid + "]");
        }
    }

    /** Were it acknowledged, whoever asks would take the node for the leader and ask there again. */
    @Test
    void aNodeThatDoesNotLeadRefusesToAskOwners() throws Exception {
        HoldingLog log = new HoldingLog(new LocalLog(LocalLogConfig.of(folder)));
        try (LedgerNode node = grudging(log)) {
            GroupChannel channel = node.channel("agent");
            Gtrid gtrid = new Gtrid(status(channel).group(), 1, open(channel, 1, 600_000), 3);
            log.follow("tm2:7650");
            assertThatThrownBy(() -> get(channel.inquire(List.of(gtrid))))
                    .cause()
                    .isInstanceOfSatisfying(NotLeaderException.class, refusal -> assertThat(refusal.leader())
                            .isEqualTo("tm2:7650"));
        }
    }

    /** Else its session would live on for its ttl, and what it holds with it. */
    @Test
    void aConnectionsDeathIsNotForgottenWhileTheLogIsFull() throws Exception {
        HoldingLog log = new HoldingLog(new LocalLog(LocalLogConfig.of(folder)));
        try (LedgerNode node = grudging(log)) {
            GroupChannel watching = node.channel("watching");
            NewsQueue news = new NewsQueue();
            watching.onNews(news);
            SessionId agent = open(watching, 8, 600_000);
            get(watching.propose(new Command.FromSession(
                    new RequestHeader(agent, 0, 0, 0), new SessionCommand.RegisterAgent(ORDERS, 1))));
            GroupChannel dying = node.channel("dying");
            open(dying, 9, 600_000);
            status(node);
            log.full(true);
            dying.close();
            assertThatThrownBy(() -> get(watching.inquire(List.of())))
                    .cause()
                    .isInstanceOf(GroupException.class)
                    .hasMessageContaining("too much is waiting");
            log.full(false);
            assertThat(news.take()).isEqualTo("wanted [orders]");
        }
    }

    /** An agent looks at what is old, and in a group that does nothing else it has to grow old too (scenario 66). */
    @Test
    void whatWaitsForAnAgentGrowsOldInAnIdleGroup() throws Exception {
        try (LedgerNode node = start(LedgerNodeConfig.embedded());
                GroupChannel channel = node.channel("app")) {
            SessionId session = open(channel, 1, 60_000);
            Gtrid gtrid = new Gtrid(status(channel).group(), status(channel).incarnation(), session, 1);
            get(channel.propose(decide(gtrid, Decision.COMMIT)));
            long age = 0;
            for (long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                    age == 0 && System.nanoTime() < untilNanos; ) {
                Answer.Unfinished answer = (Answer.Unfinished) get(channel.query(new Query.Unfinished(ORDERS)));
                age = answer.branches().get(0).decidedAgoMs();
            }
            assertThat(age).isPositive();
        }
    }

    /** Scenario 57: an expiry is the leader's own, never taken from outside. */
    @Test
    void whatOnlyALeaderDecidesIsNotTakenFromAClient() throws Exception {
        try (LedgerNode node = start(LedgerNodeConfig.forGroup())) {
            GroupChannel channel = node.channel("app");
            SessionId session = open(channel, 1, 600_000);
            List<Command> refused = List.of(
                    new Command.EndSession(session, EndReason.EXPIRED, 1),
                    new Command.FormGroup(new GroupId(5), 1),
                    new Command.LeaderStarted(),
                    new Command.ForgetExpired(0),
                    new Command.CompareHash(1, 1));
            for (Command command : refused) {
                assertThatThrownBy(() -> get(channel.propose(command)))
                        .as(command.toString())
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(GroupException.class)
                        .hasMessageContaining("may not propose");
            }
            assertThat(get(channel.heartbeat(session))).isTrue();
        }
    }

    /** News as sentences, to be awaited. */
    private static final class NewsQueue implements GroupNews {

        private final BlockingQueue<String> sentences = new LinkedBlockingQueue<>();

        String take() throws InterruptedException, TimeoutException {
            String sentence = sentences.poll(20, TimeUnit.SECONDS);
            if (sentence == null) {
                throw new TimeoutException("no news in 20 s");
            }
            return sentence;
        }

        @Override
        public void agentWanted(List<ResourceName> resources) {
            sentences.add("wanted " + resources);
        }

        @Override
        public void ownerAsked(List<Gtrid> gtrids) {
            sentences.add("asked " + gtrids);
        }

        @Override
        public void sessionEnded(SessionId session) {
            sentences.add("ended " + session);
        }
    }
}
