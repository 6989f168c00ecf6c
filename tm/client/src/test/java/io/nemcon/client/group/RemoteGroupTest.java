package io.nemcon.client.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.client.fake.FakeGroup;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.node.GroupException;
import io.nemcon.node.GroupException.Knowledge;
import io.nemcon.node.GroupNews;
import io.nemcon.node.LedgerProtocol;
import io.nemcon.node.host.Host;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireSecurity;
import io.nemcon.wire.WireStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Finding the leader, over real sockets. */
class RemoteGroupTest {

    private static final Command OPEN = new Command.OpenSession(1, 2, SessionKind.CLIENT, "test", 10_000);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final FakeGroup ledger = new FakeGroup();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private FakeNode node() {
        FakeNode node = new FakeNode(ledger);
        open.add(node);
        return node;
    }

    private RemoteGroup group(Duration timeout, WireEndpoint... endpoints) {
        return group(timeout, WireSecurity.none(), endpoints);
    }

    private RemoteGroup group(Duration timeout, WireSecurity security, WireEndpoint... endpoints) {
        RemoteGroup group = new RemoteGroup(
                Host.real(),
                new RemoteGroupConfig(
                        "test", List.of(endpoints), timeout, Duration.ofSeconds(5), Duration.ofSeconds(5)),
                new WireLines("test", security, WireLimits.defaults()));
        open.add(group);
        return group;
    }

    /** A port on which nobody listens. */
    private static WireEndpoint nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new WireEndpoint("127.0.0.1", socket.getLocalPort());
        }
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static void assertFails(CompletableFuture<?> future, Knowledge knowledge, String... words) {
        assertThatThrownBy(() -> get(future))
                .cause()
                .isInstanceOf(GroupException.class)
                .satisfies(failed -> {
                    assertThat(failed.getMessage()).contains(words);
                    assertThat(((GroupException) failed).knowledge()).isEqualTo(knowledge);
                });
    }

    @Test
    void theLeaderIsFoundAmongItsFollowersAndKept() throws Exception {
        FakeNode first = node().follows("");
        FakeNode second = node().follows("");
        FakeNode leader = node().leads();
        RemoteGroup group = group(LONG, first.endpoint(), second.endpoint(), leader.endpoint());
        assertThat(get(group.propose(OPEN))).isInstanceOf(Result.SessionOpened.class);
        int strayed = first.payloads().size() + second.payloads().size();
        for (int i = 0; i < 20; i++) {
            assertThat(get(group.query(new Query.Status()))).isInstanceOf(Answer.Status.class);
        }

        assertThat(first.payloads().size() + second.payloads().size()).isEqualTo(strayed);
    }

    @Test
    void aHintIsFollowedAlsoToANodeThatWasNotConfigured() throws Exception {
        FakeNode leader = node().leads();
        FakeNode follower = node().follows(leader.endpoint().toString());
        RemoteGroup group = group(LONG, follower.endpoint());

        assertThat(get(group.propose(OPEN))).isInstanceOf(Result.SessionOpened.class);
        assertThat(leader.payloads()).hasSize(1);
    }

    @Test
    void aHintThatIsWrongOrUnreachableDoesNotKeepTheLeaderFromBeingFound() throws Exception {
        FakeNode confused = node().follows("not an endpoint");
        FakeNode outdated = node().follows(nobody().toString());
        FakeNode leader = node().leads();
        RemoteGroup group = group(LONG, confused.endpoint(), outdated.endpoint(), leader.endpoint());

        assertThat(get(group.propose(OPEN))).isInstanceOf(Result.SessionOpened.class);
    }

    @Test
    void aChangeOfLeaderIsFollowed() throws Exception { // scenarios 52, 54
        FakeNode old = node().leads();
        FakeNode next = node().follows("");
        RemoteGroup group = group(LONG, old.endpoint(), next.endpoint());
        get(group.propose(OPEN));
        old.follows(next.endpoint().toString());
        next.leads();
        assertThat(get(group.query(new Query.Status()))).isInstanceOf(Answer.Status.class);
        old.close();

        assertThat(get(group.query(new Query.Status()))).isInstanceOf(Answer.Status.class);
    }

    @Test
    void anElectionIsWaitedOut() throws Exception { // scenario 58
        FakeNode first = node().follows("");
        FakeNode second = node().follows("");
        RemoteGroup group = group(LONG, first.endpoint(), second.endpoint());
        CompletableFuture<Result> answer = group.propose(OPEN);
        Awaitility.await()
                .until(() -> first.payloads().size() + second.payloads().size() > 5);
        assertThat(answer).isNotDone();
        second.leads();

        assertThat(get(answer)).isInstanceOf(Result.SessionOpened.class);
    }

    @Test
    void aLostAnswerIsAskedForWithTheSameBytes() throws Exception { // scenarios 2, 47, 94
        AtomicInteger tricks = new AtomicInteger();
        FakeNode leader = node().leads();
        leader.trick(call -> {
            if (tricks.incrementAndGet() <= 2) {
                leader.carryOutAndLoseTheAnswer(call);
                return true;
            }
            return false;
        });
        RemoteGroup group = group(LONG, leader.endpoint());

        assertThat(get(group.propose(OPEN))).isInstanceOf(Result.SessionOpened.class);
        assertThat(leader.payloads()).hasSize(3);
        assertThat(leader.payloads())
                .allMatch(bytes -> Arrays.equals(bytes, leader.payloads().get(0)));
        assertThat(ledger.sessions()).hasSize(1);
    }

    @Test
    void aConnectionThatBreaksUnderARequestIsSurvived() throws Exception { // scenario 48
        AtomicInteger tricks = new AtomicInteger();
        FakeNode leader = node().leads();
        leader.trick(call -> {
            if (tricks.incrementAndGet() == 1) {
                call.peer().close("a broken cable");
                return true;
            }
            return false;
        });
        RemoteGroup group = group(LONG, leader.endpoint());

        assertThat(get(group.propose(OPEN))).isInstanceOf(Result.SessionOpened.class);
    }

    @Test
    void withNobodyThereItIsSurelyNotDoneAndEveryEndpointIsNamedWithItsReason() throws Exception {
        WireEndpoint first = nobody();
        WireEndpoint second = nobody();
        RemoteGroup group = group(Duration.ofMillis(500), first, second);

        assertFails(group.propose(OPEN), Knowledge.NOT_DONE, "500 ms", first.toString(), second.toString());
    }

    /** A group whose connection to this node is up. */
    private RemoteGroup connected(Duration timeout, FakeNode node) {
        RemoteGroup group = group(timeout, node.endpoint());
        node.leads();
        Awaitility.await().atMost(LONG).until(() -> group.query(new Query.Status())
                .handle((answer, failure) -> answer != null)
                .get());
        return group;
    }

    @Test
    void withFollowersOnlyItIsSurelyNotDone() {
        FakeNode follower = node();
        RemoteGroup group = connected(Duration.ofSeconds(3), follower);
        follower.follows("");

        assertFails(group.propose(OPEN), Knowledge.NOT_DONE, follower.endpoint() + ": ", "does not lead");
    }

    @Test
    void anAttemptThatMayHaveArrivedMakesItUnknown() throws Exception { // scenario 47
        AtomicInteger tricks = new AtomicInteger();
        FakeNode leader = node();
        RemoteGroup group = connected(Duration.ofMillis(500), leader);
        leader.follows("").trick(call -> {
            if (tricks.incrementAndGet() == 1) {
                leader.carryOutAndLoseTheAnswer(call);
                return true;
            }
            return false;
        });

        assertFails(group.propose(OPEN), Knowledge.UNKNOWN, "500 ms");
    }

    @Test
    void aSilentLeaderIsUnknownToo() {
        FakeNode silent = node();
        RemoteGroup group = connected(Duration.ofMillis(500), silent);
        silent.trick(call -> true);

        assertFails(group.propose(OPEN), Knowledge.UNKNOWN, silent.endpoint().toString());
    }

    @Test
    void aWrongSecretIsRefusedInTheNodesWords() {
        FakeNode node = new FakeNode(ledger, new WireSecurity(null, null, null, false, "the right secret")).leads();
        open.add(node);
        RemoteGroup wrong = group(LONG, new WireSecurity(null, null, null, false, "the wrong secret"), node.endpoint());

        assertFails(
                wrong.propose(OPEN),
                Knowledge.REFUSED,
                "refuses this client",
                node.endpoint().toString(),
                "secret");
    }

    @Test
    void aRequestThatANodeRefusesIsNotRepeated() {
        FakeNode node = node().leads().trick(call -> {
            call.fail(WireStatus.REFUSED, "a client may not do that", "");
            return true;
        });
        RemoteGroup group = group(LONG, node.endpoint());

        assertFails(group.propose(OPEN), Knowledge.REFUSED, "a client may not do that");
        assertThat(node.payloads()).hasSize(1);
    }

    @Test
    void anAnswerThatCanNotBeReadIsUnknown() {
        FakeNode node = node().leads().trick(call -> {
            call.reply(new byte[] {99, 1, 2});
            return true;
        });
        RemoteGroup group = group(LONG, node.endpoint());

        assertFails(group.propose(OPEN), Knowledge.UNKNOWN, "can't be read");
    }

    @Test
    void newsArrive() throws Exception {
        FakeNode leader = node().leads();
        RemoteGroup group = group(LONG, leader.endpoint());
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        group.onNews(new GroupNews() {
            @Override
            public void agentWanted(List<ResourceName> resources) {
                heard.add("wanted " + resources);
            }

            @Override
            public void ownerAsked(List<Gtrid> gtrids) {
                heard.add("asked " + gtrids.size());
            }

            @Override
            public void sessionEnded(SessionId session) {
                heard.add("ended " + session);
            }
        });
        get(group.propose(OPEN));
        leader.push(LedgerProtocol.OWNER_ASKED, new byte[] {1}); // damaged: ignored
        leader.push(99, new byte[0]); // of a later version: ignored
        leader.push(LedgerProtocol.AGENT_WANTED, LedgerProtocol.encodeResources(List.of(new ResourceName("orders"))));
        leader.push(LedgerProtocol.OWNER_ASKED, LedgerProtocol.encodeGtrids(List.of()));
        leader.push(LedgerProtocol.SESSION_ENDED, LedgerProtocol.encodeSession(new SessionId(7)));
        Awaitility.await().until(() -> heard.size() == 3);

        assertThat(heard).containsExactly("wanted [orders]", "asked 0", "ended s7");
    }

    @Test
    void whoeverKeepsASessionHearsOfANewLeaderAndOfANewConnectionToIt() throws Exception {
        // a session hangs on its connection to the leader, so it must be told of this one before its grace is over
        FakeNode first = node().leads();
        FakeNode second = node().follows("");
        RemoteGroup group = group(LONG, first.endpoint(), second.endpoint());
        Semaphore found = new Semaphore(0);
        group.onNews(new GroupNews() {
            @Override
            public void agentWanted(List<ResourceName> resources) {}

            @Override
            public void ownerAsked(List<Gtrid> gtrids) {}

            @Override
            public void sessionEnded(SessionId session) {}

            @Override
            public void leaderFound() {
                found.release();
            }
        });
        get(group.propose(OPEN));
        assertThat(found.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        get(group.propose(OPEN));
        assertThat(found.availablePermits()).isZero();

        first.cut();
        assertThat(found.tryAcquire(60, TimeUnit.SECONDS))
                .as("without any request")
                .isTrue();
        get(group.propose(OPEN));
        found.drainPermits();

        first.follows(second.endpoint().toString());
        second.leads();
        get(group.propose(OPEN));
        assertThat(found.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingFailsWhatIsUnderWay() {
        FakeNode silent = node().leads().trick(call -> true);
        RemoteGroup group = group(LONG, silent.endpoint());
        CompletableFuture<Result> answer = group.propose(OPEN);
        Awaitility.await().until(() -> !silent.payloads().isEmpty());
        group.close();

        assertFails(answer, Knowledge.UNKNOWN, "");
        assertFails(group.propose(OPEN), Knowledge.NOT_DONE, "closed");
    }

    @Test
    void aWholeClientCommitsThroughAChangeOfLeader() throws Exception {
        FakeNode old = node().leads();
        FakeNode next = node().follows("");
        try (Nemcon nemcon = Nemcon.open(
                NemconConfig.group(old.endpoint() + ", " + next.endpoint()).name("app"))) {
            commit(nemcon);
            old.follows(next.endpoint().toString());
            next.leads();
            Gtrid gtrid = commit(nemcon);
            assertThat(ledger.outcome(gtrid)).isEqualTo(Outcome.COMMITTED);
        }
        assertThat(ledger.sessions()).isEmpty(); // ended at close
    }

    private static Gtrid commit(Nemcon nemcon) throws Exception {
        nemcon.userTransaction().begin();
        Gtrid gtrid = (Gtrid) nemcon.synchronizationRegistry().getTransactionKey();
        nemcon.enlister().enlist(new ResourceName("orders"), new FakeBranch("orders"));
        nemcon.enlister().enlist(new ResourceName("stock"), new FakeBranch("stock"));
        nemcon.userTransaction().commit();
        return gtrid;
    }

    @Test
    void aClientOfAGroupThatIsNotThereSaysSoAndLeavesNothingBehind() throws Exception {
        WireEndpoint nobody = nobody();
        NemconConfig config = NemconConfig.group(nobody.toString()).requestTimeout(Duration.ofMillis(300));

        assertThatThrownBy(() -> Nemcon.open(config))
                .isInstanceOf(GroupException.class)
                .hasMessageContaining(nobody.toString());
    }
}
