package io.nemcon.client.joined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nemcon.client.HostedClient;
import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.context.JoinRefusedException;
import io.nemcon.client.context.JoinRefusedException.Kind;
import io.nemcon.client.context.JoinedScope;
import io.nemcon.client.context.TransactionContext;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Witness;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.LedgerNode;
import io.nemcon.node.LedgerNodeConfig;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.local.LocalLog;
import io.nemcon.node.log.local.LocalLogConfig;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that join a transaction and end with it, each a client of its own over one node. */
class JoinedTransactionsTest {

    @TempDir
    Path folder;

    private LedgerNode node;
    private Nemcon app;
    private Nemcon stock;
    private Nemcon mail;
    private final FakeBranch orders = new FakeBranch("orders");
    private final FakeBranch shelf = new FakeBranch("shelf");
    private final FakeBranch box = new FakeBranch("box");
    private final List<GroupChannel> channels = new ArrayList<>();

    @BeforeEach
    void processes() throws Exception {
        node = new LedgerNode(
                Host.real(), LedgerNodeConfig.forGroup(), new LocalLog(LocalLogConfig.of(folder)), cause -> {});
        node.start();
        node.leading().get(20, TimeUnit.SECONDS);
        app = client("app");
        stock = client("stock");
        mail = client("mail");
    }

    @AfterEach
    void close() {
        for (Nemcon client : List.of(app, stock, mail)) {
            client.close();
        }
        node.close();
    }

    private Nemcon client(String name) {
        NemconConfig config = NemconConfig.group("127.0.0.1:1").name(name).closeTimeout(Duration.ZERO);
        GroupChannel channel = node.channel(name);
        channels.add(channel);
        return HostedClient.open(Host.real(), config, channel);
    }

    private TransactionContext begin() throws Exception {
        app.transactionManager().begin();
        return app.propagation().require();
    }

    private static void work(Nemcon process, String resource, FakeBranch branch) throws SQLException {
        process.enlister().enlist(new ResourceName(resource), branch);
    }

    /** A call of that process: a thread of its own. */
    private static void call(Nemcon process, TransactionContext context, ThrowingConsumer<JoinedScope> work)
            throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                try (JoinedScope scope = process.propagation().joinRequired(context.toHeader())) {
                    work.accept(scope);
                } finally {
                    assertThat(process.transactionManager().getTransaction()).isNull();
                }
                done.complete(null);
            } catch (Exception | AssertionError failed) {
                done.completeExceptionally(failed);
            }
        });
        thread.start();
        try {
            done.get(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException failed) {
            if (failed.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private interface ThrowingConsumer<T> {
        void accept(T value) throws Exception;
    }

    private Outcome outcome(Gtrid gtrid) throws Exception {
        Answer answer =
                app.agentPort().query(new Query.Outcomes(List.of(gtrid))).get(20, TimeUnit.SECONDS);
        return ((Answer.Outcomes) answer).outcomes().get(0).outcome();
    }

    private int unfinished() throws Exception {
        Answer answer = app.agentPort().query(new Query.Status()).get(20, TimeUnit.SECONDS);
        return ((Answer.Status) answer).transactionsUnfinished();
    }

    @Test
    void threeProcessesCommitAsOne() throws Exception {
        TransactionContext context = begin();
        work(app, "orders", orders);
        call(stock, context, scope -> work(stock, "shelf", shelf));
        call(mail, context, scope -> work(mail, "shelf", box)); // the same database, from another process
        app.transactionManager().commit();

        shelf.awaitHeard("release");
        box.awaitHeard("release");
        for (FakeBranch branch : List.of(orders, shelf, box)) {
            assertThat(branch.heard()).contains("prepare", "commit").doesNotContain("rollback", "commitOnePhase");
        }
        assertThat(List.of(orders.id(), shelf.id(), box.id())).doesNotHaveDuplicates();
        assertThat(shelf.id().number()).isEqualTo(1 << 20);
        assertThat(box.id().number()).isEqualTo(2 << 20);
        assertThat(outcome(context.gtrid())).isEqualTo(Outcome.COMMITTED);
        await().atMost(20, TimeUnit.SECONDS).until(() -> unfinished() == 0);
    }

    @Test
    void severalCallsOfOneProcessAreOnePart() throws Exception {
        TransactionContext context = begin();
        call(stock, context, scope -> work(stock, "shelf", shelf));
        call(stock, context, scope -> {
            work(stock, "shelf", new FakeBranch("not opened"));
            try (JoinedScope inner = stock.propagation().join(context)) {
                work(stock, "box", box);
            }
            assertThat(stock.transactionManager().getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        });
        app.transactionManager().commit();

        shelf.awaitHeard("commit");
        box.awaitHeard("commit");
    }

    @Test
    void theOwnersRollbackReachesEverybody() throws Exception {
        TransactionContext context = begin();
        work(app, "orders", orders);
        call(stock, context, scope -> work(stock, "shelf", shelf));
        app.transactionManager().rollback();

        shelf.awaitHeard("rollback");
        assertThat(shelf.heard()).doesNotContain("prepare", "commit");
        assertThat(outcome(context.gtrid())).isEqualTo(Outcome.ABORTED);
    }

    @Test
    void aBranchThatVotesNoRollsBackEverybody() throws Exception { // scenario 31
        TransactionContext context = begin();
        work(app, "orders", orders);
        shelf.prepares(() -> PrepareAnswer.no("no such shelf"));
        call(stock, context, scope -> work(stock, "shelf", shelf));
        call(mail, context, scope -> work(mail, "box", box));

        assertThatThrownBy(() -> app.transactionManager().commit())
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("JOINED_VOTED_NO");
        box.awaitHeard("rollback");
        assertThat(orders.heard()).contains("rollback").doesNotContain("commit");
    }

    @Test
    void whoWasToldToRollBackVotesNo() throws Exception {
        TransactionContext context = begin();
        work(app, "orders", orders);
        call(stock, context, scope -> {
            work(stock, "shelf", shelf);
            scope.setRollbackOnly();
            assertThat(stock.transactionManager().getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
        });

        assertThatThrownBy(() -> app.transactionManager().commit()).isInstanceOf(RollbackException.class);
        assertThat(shelf.heard()).contains("rollback").doesNotContain("prepare");
    }

    @Test
    void aPartThatOnlyReadHasNoSecondPhase() throws Exception { // scenario 30
        TransactionContext context = begin();
        work(app, "orders", orders);
        shelf.prepares(() -> PrepareAnswer.READ_ONLY);
        call(stock, context, scope -> work(stock, "shelf", shelf));
        call(mail, context, scope -> {}); // joined, and did nothing
        app.transactionManager().commit();

        assertThat(orders.heard()).contains("prepare", "commit");
        assertThat(shelf.heard()).contains("prepare", "release").doesNotContain("commit");
    }

    @Test
    void aJoinedTransactionIsNotEndedByTheProcessThatJoined() throws Exception {
        TransactionContext context = begin();
        call(stock, context, scope -> {
            TransactionManager manager = stock.transactionManager();
            assertThatThrownBy(manager::commit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("begun by another process")
                    .hasMessageContaining("no commit() here");
            assertThatThrownBy(manager::rollback).hasMessageContaining("no rollback() here");
            assertThat(manager.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
            assertThatThrownBy(manager::begin).hasMessageContaining("already");
            work(stock, "shelf", shelf);
        });
        app.transactionManager().commit();
        shelf.awaitHeard("commit");
    }

    @Test
    void synchronizationsOfAJoinedPartAreToldBeforeItsVoteAndAfterItsEnd() throws Exception {
        TransactionContext context = begin();
        List<String> told = java.util.Collections.synchronizedList(new ArrayList<>());
        CountDownLatch after = new CountDownLatch(1);
        call(stock, context, scope -> {
            work(stock, "shelf", shelf);
            stock.synchronizationRegistry().registerInterposedSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {
                    told.add("before " + stock.enlister().inTransaction() + " "
                            + shelf.heard().contains("prepare"));
                }

                @Override
                public void afterCompletion(int status) {
                    told.add("after " + (status == Status.STATUS_COMMITTED));
                    after.countDown();
                }
            });
        });
        app.transactionManager().commit();
        assertThat(after.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(told).containsExactly("before true false", "after true");
    }

    @Test
    void nothingStaysBehindOnTheThreadHoweverTheWorkEnds() throws Exception {
        TransactionContext context = begin();
        TransactionManager manager = stock.transactionManager();
        Thread pooled = new Thread(() -> {});
        assertThatThrownBy(() -> {
                    try (JoinedScope scope = stock.propagation().join(context)) {
                        manager.setTransactionTimeout(7);
                        manager.suspend();
                        manager.begin(); // and forgets about it
                        throw new IllegalArgumentException("the work failed");
                    }
                })
                .hasMessage("the work failed");
        assertThat(manager.getTransaction()).isNull();
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        assertThat(stock.enlister().inTransaction()).isFalse();
        JoinedScope scope = stock.propagation().join(context);
        CompletableFuture<Throwable> elsewhere = new CompletableFuture<>();
        Thread other = new Thread(() -> {
            try {
                scope.close();
                elsewhere.complete(null);
            } catch (IllegalStateException refused) {
                elsewhere.complete(refused);
            }
        });
        other.start();
        assertThat(elsewhere.get(20, TimeUnit.SECONDS)).hasMessageContaining("which has to leave it");
        scope.close();
        scope.close();
        assertThat(manager.getTransaction()).isNull();
        assertThat(pooled.isAlive()).isFalse();
        app.transactionManager().rollback();
    }

    @Test
    void aVoteWaitsForThreadsThatAreStillAtWork() throws Exception {
        TransactionContext context = begin();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> called = CompletableFuture.runAsync(() -> {
            try {
                call(stock, context, scope -> {
                    begun.countDown();
                    goOn.await();
                    work(stock, "shelf", shelf);
                });
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        begun.await();
        CompletableFuture<Void> committed =
                inBackground(() -> app.transactionManager().commit());
        assertThat(shelf.heard()).isEmpty();
        goOn.countDown();
        called.get(20, TimeUnit.SECONDS);
        committed.get(20, TimeUnit.SECONDS);
        shelf.awaitHeard("commit");
    }

    /** The calling thread's transaction, ended by another one. */
    private CompletableFuture<Void> inBackground(ThrowingRunnable end) throws Exception {
        TransactionManager manager = app.transactionManager();
        jakarta.transaction.Transaction transaction = manager.suspend();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        manager.resume(transaction);
                        end.run();
                        ended.complete(null);
                    } catch (Exception failed) {
                        ended.completeExceptionally(failed);
                    }
                })
                .start();
        return ended;
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    @Test
    void whatIsOverIsNotJoined() throws Exception {
        TransactionContext context = begin();
        app.transactionManager().commit();
        refused(stock, context, Kind.OVER, "COMMITTED already");
        TransactionContext second = begin();
        app.transactionManager().rollback();
        refused(stock, second, Kind.OVER, "ABORTED already");
        refused(app, second, Kind.OVER, "is over");
        Gtrid gtrid = context.gtrid();
        Gtrid foreign =
                new Gtrid(new io.nemcon.core.id.GroupId(5), gtrid.incarnation(), gtrid.session(), gtrid.sequence());
        refused(stock, new TransactionContext(foreign, 1_000), Kind.OVER, "another group's");
        refused(stock, new TransactionContext(gtrid, 0), Kind.OVER, "no time left");
        assertThatThrownBy(() -> stock.propagation().joinRequired(null))
                .isInstanceOfSatisfying(JoinRefusedException.class, missing -> assertThat(missing.kind())
                        .isEqualTo(Kind.MISSING));
        try (JoinedScope none = stock.propagation().joinIfPresent(" ")) {
            assertThat(none.context()).isNull();
            assertThat(stock.transactionManager().getTransaction()).isNull();
        }
    }

    private static void refused(Nemcon process, TransactionContext context, Kind kind, String why) {
        assertThatThrownBy(() -> process.propagation().join(context))
                .isInstanceOfSatisfying(JoinRefusedException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(kind))
                .hasMessageContaining(why);
    }

    @Test
    void aCallThatComesBackToTheOwnerWorksInItsOwnTransaction() throws Exception {
        TransactionContext context = begin();
        work(app, "orders", orders);
        call(app, context, scope -> work(app, "box", box));
        assertThat(app.propagation().require().gtrid()).isEqualTo(context.gtrid());
        app.transactionManager().commit();
        assertThat(box.id().number()).isEqualTo(1);
        assertThat(box.heard()).contains("prepare", "commit");
    }

    @Test
    void aChainOfCallsJoinsTheOneThatBeganIt() throws Exception {
        TransactionContext context = begin();
        call(stock, context, scope -> {
            work(stock, "shelf", shelf);
            TransactionContext further = stock.propagation().require();
            assertThat(further.gtrid()).isEqualTo(context.gtrid());
            call(mail, further, inner -> work(mail, "box", box));
        });
        app.transactionManager().commit();
        shelf.awaitHeard("commit");
        box.awaitHeard("commit");
    }

    @Test
    void anotherTransactionOfTheThreadIsNotPushedAside() throws Exception {
        TransactionContext context = begin();
        stock.transactionManager().begin();
        assertThatThrownBy(() -> stock.propagation().join(context)).hasMessageContaining("suspend it first");
        stock.transactionManager().rollback();
        app.transactionManager().rollback();
        assertThatThrownBy(() -> app.propagation().require()).hasMessageContaining("no transaction to hand");
    }

    /** Its connection dies, and its session after the grace; it goes on later, and finds out (scenarios 17, 19, 42). */
    @Test
    void aJoinedProcessThatIsTakenForDeadBeforeItsVoteRollsBackTheOthers() throws Exception {
        TransactionContext context = begin();
        work(app, "orders", orders);
        CountDownLatch goOn = new CountDownLatch(1);
        shelf.prepares(() -> {
            channels.get(1).close();
            FakeBranch.await(goOn);
            return PrepareAnswer.yes(new Witness("w"));
        });
        call(stock, context, scope -> work(stock, "shelf", shelf));
        call(mail, context, scope -> work(mail, "box", box));

        assertThatThrownBy(() -> app.transactionManager().commit())
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("JOINED_SESSION_ENDED");
        box.awaitHeard("rollback");
        goOn.countDown();
        shelf.awaitHeard("rollback");
    }

    @Test
    void anOwnerThatDiesRollsBackWhatJoinedIt() throws Exception { // scenario 4
        TransactionContext context = begin();
        call(stock, context, scope -> work(stock, "shelf", shelf));
        channels.get(0).close();
        shelf.awaitHeard("rollback");
        assertThat(shelf.heard()).doesNotContain("prepare");
    }

    @Test
    void workThatTimedOutHereStaysRolledBackHowOftenItIsCalledAgain() throws Exception { // scenario 93
        TransactionContext context = begin();
        work(app, "orders", orders);
        call(stock, new TransactionContext(context.gtrid(), 1), scope -> work(stock, "shelf", shelf));
        shelf.awaitHeard("rollback");
        refused(stock, context, Kind.OVER, "takes no more work here");
        assertThatThrownBy(() -> app.transactionManager().commit()).isInstanceOf(RollbackException.class);
        assertThat(shelf.heard()).doesNotContain("prepare");
    }

    @Test
    void aBranchThatIsNotSettledIsLeftToItsAgent() throws Exception { // scenario 22
        TransactionContext context = begin();
        shelf.commits(() -> BranchEnd.unsettled("connection lost"));
        call(stock, context, scope -> work(stock, "shelf", shelf));
        app.transactionManager().commit();
        shelf.awaitHeard("release");
        assertThat(outcome(context.gtrid())).isEqualTo(Outcome.COMMITTED);
        assertThat(unfinished()).isEqualTo(1);
    }

    @Test
    void aTransactionWhoseContextWasNeverHandedOutIsCommittedAsBefore() throws Exception {
        Consumer<FakeBranch> onePhase = branch -> assertThat(branch.heard()).contains("commitOnePhase");
        app.transactionManager().begin();
        work(app, "orders", orders);
        app.transactionManager().commit();
        onePhase.accept(orders);
    }
}
