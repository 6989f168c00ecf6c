package io.nemcon.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.fake.FakeGroup;
import io.nemcon.client.fake.FakeGroup.Fate;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Witness;
import io.nemcon.node.GroupException;
import io.nemcon.node.host.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final ResourceName ORDERS = new ResourceName("orders");

    private final FakeGroup group = new FakeGroup();
    private final List<Sessions> opened = new ArrayList<>();

    @AfterEach
    void close() {
        group.release();
        opened.forEach(sessions -> sessions.close(Duration.ZERO));
    }

    private Sessions open() {
        return open(Duration.ofSeconds(10));
    }

    private Sessions open(Duration ttl) {
        Sessions sessions = Sessions.open(
                Host.real(), group, new SessionConfig("test", ttl, Duration.ofSeconds(10), 100_000, 1_000));
        opened.add(sessions);
        return sessions;
    }

    private static TransactionSlot begin(Sessions sessions) throws SessionException {
        return sessions.begin(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
    }

    private static SessionCommand.Decide decide(TransactionSlot slot, Decision decision) {
        return new SessionCommand.Decide(
                slot.gtrid(), decision, Reason.NONE, List.of(new DecidedBranch(ORDERS, 0, Witness.NONE)));
    }

    private static Result answer(CompletableFuture<Result> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static Outcome outcome(CompletableFuture<Result> future) throws Exception {
        return ((Result.Decided) answer(future)).outcome();
    }

    @Test
    void anOpeningWhoseAnswerIsLostIsRepeatedAndOpensOneSession() { // scenarios 1, 2
        group.next(Command.OpenSession.class, Fate.LOST, 1);
        group.next(Command.OpenSession.class, Fate.ANSWER_LOST, 2);
        Sessions sessions = open();

        assertThat(group.sessions()).singleElement().matches(info -> info.session()
                .equals(sessions.id()));
        assertThat(group.sent(Command.OpenSession.class)).hasSize(4);
        assertThat(group.sent(Command.OpenSession.class).stream().distinct()).hasSize(1);
    }

    /** The first attempt may be the one that opened it, and the group counts from there. */
    @Test
    void aLeaseCountsFromTheFirstAttemptToOpenTheSession() {
        AtomicLong firstSentNanos = new AtomicLong();
        group.listen(Command.OpenSession.class, () -> firstSentNanos.compareAndSet(0, System.nanoTime()));
        group.next(Command.OpenSession.class, Fate.ANSWER_LOST, 3);
        group.heartbeats(Fate.LOST);
        Sessions sessions = open(Duration.ofMinutes(1));
        long beforeNanos = System.nanoTime();

        assertThat(beforeNanos + sessions.leaseLeftNanos() - firstSentNanos.get())
                .isLessThanOrEqualTo(TimeUnit.SECONDS.toNanos(60) / 100 * (100 - Lease.DRIFT_PERCENT));
    }

    @Test
    void aRefusedOpeningFailsAtOnceWithTheGroupsWords() {
        group.next(Command.OpenSession.class, Fate.REFUSED, 1);

        assertThatThrownBy(this::open)
                .isInstanceOf(GroupException.class)
                .hasMessageContaining("wrong secret")
                .matches(failed -> ((GroupException) failed).knowledge() == GroupException.Knowledge.REFUSED);
    }

    @Test
    void anOpeningThatNobodyAnswersFailsWithTheLastReason() {
        group.next(Command.OpenSession.class, Fate.NOT_DONE, Integer.MAX_VALUE);
        SessionConfig impatient = new SessionConfig("test", Duration.ofSeconds(10), Duration.ofMillis(50));

        assertThatThrownBy(() -> Sessions.open(Host.real(), group, impatient))
                .isInstanceOf(GroupException.class)
                .hasMessageContaining("no leader");
    }

    @Test
    void twoProcessesHaveTwoSessions() {
        assertThat(open().id()).isNotEqualTo(open().id());
    }

    @Test
    void gtridsNameGroupAndSessionAndAreNeverTheSame() throws Exception {
        Sessions sessions = open();
        Gtrid first = begin(sessions).gtrid();
        Gtrid second = begin(sessions).gtrid();

        assertThat(first.session()).isEqualTo(sessions.id());
        assertThat(first.group().bits()).isEqualTo(0x1234);
        assertThat(first.incarnation()).isEqualTo(1);
        assertThat(second.sequence()).isEqualTo(first.sequence() + 1);
    }

    @Test
    void theLeaseIsRenewedByHeartbeats() throws Exception {
        Sessions sessions = open(Duration.ofSeconds(1));
        group.awaitHeartbeats(3);

        assertThat(sessions.leaseLeftNanos())
                .isLessThanOrEqualTo(Duration.ofSeconds(1).toNanos());
        Awaitility.await().until(() -> sessions.leaseLeftNanos() > 0);
    }

    @Test
    void aNewLeaderHearsAHeartbeatAtOnce() throws Exception {
        open(Duration.ofHours(1));
        group.awaitHeartbeatsInAll(1); // the one of the opening; the next is due in twelve minutes
        group.news().leaderFound();
        group.awaitHeartbeatsInAll(2);
    }

    @Test
    void heartbeatsWithoutAnAnswerEndNothing() throws Exception {
        Sessions sessions = open(Duration.ofMillis(100));
        SessionId id = sessions.id();
        group.heartbeats(Fate.LOST);
        group.awaitHeartbeats(5);
        Awaitility.await().until(() -> sessions.leaseLeftNanos() < 0);

        assertThat(begin(sessions).gtrid().session()).isEqualTo(id); // only the ledger says that it has ended
        group.heartbeats(Fate.ANSWERED);
        Awaitility.await().until(() -> sessions.leaseLeftNanos() > 0);
    }

    @Test
    void aSessionThatAHeartbeatFindsEndedIsReplacedForNewTransactionsOnly() throws Exception {
        Sessions sessions = open(Duration.ofMillis(200));
        SessionId old = sessions.id();
        TransactionSlot before = begin(sessions);
        group.end(old);
        Awaitility.await().until(() -> !sessions.id().equals(old));
        TransactionSlot after = begin(sessions);

        assertThat(after.gtrid().session()).isEqualTo(sessions.id());
        assertThat(before.gtrid().session()).isEqualTo(old);
        assertThat(outcome(before.decide(decide(before, Decision.COMMIT)))).isEqualTo(Outcome.ABORTED);
        assertThat(outcome(after.decide(decide(after, Decision.COMMIT)))).isEqualTo(Outcome.COMMITTED);
        assertThat(group.requests(SessionCommand.Decide.class).get(0).header().session())
                .isEqualTo(old);
    }

    @Test
    void aSessionThatTheNewsSayHasEndedIsReplacedAndItsAgentIsTold() throws Exception {
        Sessions sessions = open();
        SessionId old = sessions.id();
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        sessions.onAgentNews(new AgentListener() {
            @Override
            public void wanted(List<ResourceName> resources) {
                heard.add("wanted " + resources);
            }

            @Override
            public void sessionReplaced() {
                heard.add("replaced");
            }
        });
        group.end(old);
        group.news().sessionEnded(old);
        group.news().agentWanted(List.of(ORDERS));
        Awaitility.await().until(() -> heard.contains("replaced"));

        assertThat(heard).contains("wanted [orders]");
        assertThat(begin(sessions).gtrid().session()).isNotEqualTo(old);
    }

    @Test
    void aSessionThatEndedIdleIsForgotten() throws Exception {
        Sessions sessions = open();
        SessionId old = sessions.id();
        begin(sessions).close();
        group.end(old);
        group.news().sessionEnded(old);
        TransactionSlot after = begin(sessions);

        assertThat(sessions.succession().find(old)).isNull();
        assertThat(sessions.succession().find(after.gtrid().session())).isNotNull();
    }

    @Test
    void aSessionThatEndedWithAnOpenTransactionIsForgottenWithIt() throws Exception {
        Sessions sessions = open();
        TransactionSlot before = begin(sessions);
        SessionId old = sessions.id();
        group.end(old);
        group.news().sessionEnded(old);
        begin(sessions);
        assertThat(sessions.succession().find(old)).isNotNull();
        before.close();

        assertThat(sessions.succession().find(old)).isNull();
    }

    @Test
    void aBeginWaitsForTheSuccessorThatIsBeingOpened() throws Exception {
        Sessions sessions = open();
        SessionId old = sessions.id();
        group.next(Command.OpenSession.class, Fate.NOT_DONE, 3);
        group.end(old);
        group.news().sessionEnded(old);

        assertThat(begin(sessions).gtrid().session()).isNotEqualTo(old);
        assertThat(group.sessions()).hasSize(1);
    }

    @Test
    void aSuccessorThatCanNotBeOpenedIsTheReasonWhyNothingBegins() throws Exception {
        Sessions sessions = Sessions.open(
                Host.real(), group, new SessionConfig("test", Duration.ofSeconds(10), Duration.ofMillis(100), 10, 10));
        opened.add(sessions);
        group.next(Command.OpenSession.class, Fate.NOT_DONE, Integer.MAX_VALUE);
        group.end(sessions.id());
        group.news().sessionEnded(sessions.id());

        assertThatThrownBy(() -> begin(sessions))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("no new one could be opened")
                .hasMessageContaining("no leader");
    }

    @Test
    void aRequestOfAnEndedSessionReplacesItToo() throws Exception {
        Sessions sessions = open();
        SessionId old = sessions.id();
        group.heartbeats(Fate.LOST); // so that they don't find it first
        group.end(old);

        assertThat(answer(sessions.request(new SessionCommand.RegisterAgent(ORDERS, 1))))
                .isInstanceOf(Result.SessionEnded.class);
        Awaitility.await().until(() -> !sessions.id().equals(old));
    }

    @Test
    void aCommitThatALimitRefusesIsToldAndAnAbortIsRepeatedUntilItIsTaken() throws Exception {
        Sessions sessions = open();
        TransactionSlot slot = begin(sessions);
        group.next(SessionCommand.Decide.class, Fate.LIMIT, 2);

        assertThat(answer(slot.decide(decide(slot, Decision.COMMIT)))).isInstanceOf(Result.Refused.class);
        assertThat(outcome(slot.decide(decide(slot, Decision.ABORT)))).isEqualTo(Outcome.ABORTED);
    }

    @Test
    void anAnswerThatSaysNothingOfTheOutcomeIsFollowedByAQuestion() throws Exception { // scenario 56
        Sessions sessions = open();
        TransactionSlot slot = begin(sessions);
        group.next(SessionCommand.Decide.class, Fate.ANSWER_LOST, 1);
        group.next(SessionCommand.Decide.class, Fate.SESSION_ENDED, 1);

        assertThat(outcome(slot.decide(decide(slot, Decision.COMMIT)))).isEqualTo(Outcome.COMMITTED);
    }

    @Test
    void anOwnerThatIsAskedAbortsWhatItDoesNotKnowAndNothingElse() throws Exception { // design section 6
        Sessions sessions = open();
        TransactionSlot known = begin(sessions);
        TransactionSlot forgotten = begin(sessions);
        forgotten.close();
        Gtrid neverBegun = new Gtrid(
                known.gtrid().group(), 1, sessions.id(), forgotten.gtrid().sequence() + 1);
        Gtrid foreign = new Gtrid(known.gtrid().group(), 1, new SessionId(77), 1);
        group.inquire(List.of(known.gtrid(), forgotten.gtrid(), neverBegun, foreign));
        Awaitility.await().until(() -> group.outcome(forgotten.gtrid()) == Outcome.ABORTED);

        assertThat(group.sent(SessionCommand.Decide.class))
                .singleElement()
                .matches(decide -> decide.decision() == Decision.ABORT && decide.reason() == Reason.OWNER_UNKNOWN);
        assertThat(outcome(known.decide(decide(known, Decision.COMMIT)))).isEqualTo(Outcome.COMMITTED);
        TransactionSlot next = begin(sessions);
        assertThat(next.gtrid()).isEqualTo(neverBegun);
        assertThat(outcome(next.decide(decide(next, Decision.COMMIT)))).isEqualTo(Outcome.COMMITTED);
    }

    private static List<FinishedBranch> finished(Sessions sessions, int count) throws SessionException {
        TransactionSlot slot = begin(sessions);
        List<FinishedBranch> branches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            branches.add(new FinishedBranch(BranchId.of(slot.gtrid(), ORDERS, i)));
        }
        slot.close();
        return branches;
    }

    private long reported() {
        return group.sent(SessionCommand.Finished.class).stream()
                .mapToLong(report -> report.branches().size())
                .sum();
    }

    @Test
    void reportsTravelInBatchesAndAllArrive() throws Exception {
        Sessions sessions = open();
        for (int i = 0; i < 600; i++) {
            sessions.report(finished(sessions, 1));
        }
        Awaitility.await().until(() -> reported() == 600);

        assertThat(group.sent(SessionCommand.Finished.class)).hasSizeLessThan(100);
    }

    @Test
    void aReportThatIsLostIsSentAgain() throws Exception {
        Sessions sessions = open();
        group.next(SessionCommand.Finished.class, Fate.LOST, 1);
        sessions.report(finished(sessions, 3));
        Awaitility.await().until(() -> group.sent(SessionCommand.Finished.class).size() == 2);

        assertThat(group.sent(SessionCommand.Finished.class).get(1).branches())
                .containsExactlyInAnyOrderElementsOf(
                        group.sent(SessionCommand.Finished.class).get(0).branches());
    }

    @Test
    void reportsBeyondTheirLimitAreDropped() throws Exception {
        Sessions sessions = open();
        group.next(SessionCommand.Finished.class, Fate.HELD, 1);
        sessions.report(finished(sessions, 1));
        Awaitility.await()
                .until(() -> !group.sent(SessionCommand.Finished.class).isEmpty());
        sessions.report(finished(sessions, 1_500));
        group.release();
        Awaitility.await().until(() -> reported() == 1_001);
    }

    @Test
    void closeWaitsForOpenTransactionsSendsReportsAndEndsTheSession() throws Exception {
        Sessions sessions = open();
        TransactionSlot slot = begin(sessions);
        sessions.report(finished(sessions, 5));
        Thread closing = new Thread(() -> sessions.close(Duration.ofMinutes(1)));
        closing.start();
        Awaitility.await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        assertThatThrownBy(() -> begin(sessions))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("closed");
        assertThat(group.sessions()).hasSize(1);
        slot.close();
        closing.join();

        assertThat(reported()).isEqualTo(5);
        assertThat(group.sessions()).isEmpty();
    }

    @Test
    void closingGivesUpReportsThatTheGroupDoesNotTake() throws Exception {
        Sessions sessions = open();
        group.next(SessionCommand.Finished.class, Fate.NOT_DONE, Integer.MAX_VALUE);
        sessions.report(finished(sessions, 5));
        sessions.close(Duration.ZERO);

        assertThat(group.sent(SessionCommand.Finished.class)).hasSizeLessThan(100);
        assertThat(group.sessions()).isEmpty();
    }

    @Test
    void closingFailsADecideThatWaitsForItsNextAttempt() throws Exception {
        Sessions sessions = open();
        TransactionSlot slot = begin(sessions);
        group.next(SessionCommand.Decide.class, Fate.LOST, Integer.MAX_VALUE);
        CompletableFuture<Result> decided = slot.decide(decide(slot, Decision.COMMIT));
        sessions.close(Duration.ZERO);

        assertThatThrownBy(() -> answer(decided))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("client was closed");
    }
}
