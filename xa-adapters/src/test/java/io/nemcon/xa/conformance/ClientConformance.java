package io.nemcon.xa.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.client.jta.OutcomeUnknownException;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Query;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.testkit.FaultyProxy;
import io.nemcon.xa.testkit.FaultyProxy.Fault;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database in transactions of a real client, with its agent: timeouts, and what comes to an incident. */
public abstract class ClientConformance extends Conformance {

    private static final Duration LONG = Duration.ofSeconds(60);

    private Nemcon nemcon;
    private UserTransaction transaction;

    protected ClientConformance(ConformanceDatabase database) {
        super(database);
    }

    @BeforeEach
    void openClient(@TempDir Path folder) {
        nemcon = Nemcon.open(NemconConfig.embedded(folder));
        transaction = nemcon.userTransaction();
    }

    @AfterEach
    void closeClient() {
        nemcon.close();
    }

    private NemconDataSourceBuilder ofClient(String name, String url) {
        return database.connectTo(NemconDataSource.builder(nemcon, name), url)
                .examine(false)
                .maximumPoolSize(2);
    }

    private List<Answer.IncidentInfo> incidents() throws Exception {
        Answer answer = nemcon.agentPort().query(Query.Incidents.open()).get(60, TimeUnit.SECONDS);
        return ((Answer.Incidents) answer).incidents();
    }

    // ---- in the course of things

    @Test
    void twoDataSourcesCommitOrRollBackAsOne() throws Exception {
        NemconDataSource orders = open(ofClient("orders", database.url()));
        NemconDataSource stock = open(ofClient("stock", database.url()));
        for (boolean commit : new boolean[] {true, false}) {
            transaction.begin();
            update(orders, WITHDRAW_TEN);
            update(stock, "update account set balance = balance + 10 where id = 2");
            if (commit) {
                transaction.commit();
            } else {
                transaction.rollback();
            }
        }

        assertThat(balance(1)).isEqualTo(90);
        assertThat(balance(2)).isEqualTo(110);
        assertThat(database.prepared()).isEmpty();
        assertThat(active(orders) + active(stock)).isZero();
    }

    @Test
    void itAndADatabaseOfAnotherKindCommitOrNeitherDoes() throws Exception {
        NemconDataSource orders = open(ofClient("orders", database.url()));
        NemconDataSource audit = open(NemconDataSource.builder(nemcon, "audit").url("jdbc:h2:mem:audit"));
        execute(audit, "create table entry (text varchar primary key)");

        beginWith(orders, audit, "first");
        transaction.commit();

        beginWith(orders, audit, "second");
        transaction.rollback();

        beginWith(orders, audit, "third");
        assertThatThrownBy(() -> update(orders, "insert into account values (1, 0)"))
                .isInstanceOf(SQLException.class);
        if (can(Trait.FAILED_STATEMENT_ENDS_WORK)) {
            assertThatThrownBy(transaction::commit)
                    .isInstanceOf(RollbackException.class)
                    .hasMessageContaining("account_pkey");
        } else {
            transaction.rollback();
        }

        transaction.begin();
        update(orders, "update account set balance = balance - 1 where id = 2");
        transaction.commit();

        assertThat(balance(1)).isEqualTo(90);
        assertThat(balance(2)).isEqualTo(99);
        assertThat(query(audit, "select string_agg(text, ',') from entry")).isEqualTo("first");
        assertThat(database.prepared()).isEmpty();
    }

    private void beginWith(NemconDataSource orders, NemconDataSource audit, String entry) throws Exception {
        transaction.begin();
        update(orders, WITHDRAW_TEN);
        update(audit, "insert into entry values ('" + entry + "')");
    }

    // ---- time

    @Test
    void aTransactionWhoseTimeIsOverStopsTheStatementAndTellsTheApplicationWhy() throws Exception {
        // drivers' row 5.1.5 and scenario 93: no driver bounds a branch, so the transaction does
        NemconDataSource orders = open(ofClient("orders", database.url()));
        transaction.setTransactionTimeout(2);
        transaction.begin();
        try (Connection connection = orders.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(WITHDRAW_TEN);
            assertThatThrownBy(() -> statement.executeQuery(database.endlessQuery()))
                    .isInstanceOf(SQLException.class);

            await().atMost(LONG).until(() -> transaction.getStatus() != Status.STATUS_ACTIVE);
            assertThatThrownBy(() -> statement.executeUpdate(WITHDRAW_TEN))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("timed out");
            assertThatThrownBy(orders::getConnection)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("timed out");
        }
        assertThatThrownBy(transaction::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("timed out");

        assertThat(balance(1)).isEqualTo(100);
        assertThat(active(orders)).isZero();
        transaction.setTransactionTimeout(0);
        transaction.begin();
        update(orders, WITHDRAW_TEN);
        transaction.commit();
        assertThat(balance(1)).isEqualTo(90);
    }

    @Test
    void aTransactionThatIsForgottenGivesItsLocksBackWhenItsTimeIsOver() throws Exception {
        NemconDataSource orders = open(ofClient("orders", database.url()));
        transaction.setTransactionTimeout(1);
        transaction.begin();
        update(orders, WITHDRAW_TEN); // and nobody ever ends it

        await().atMost(LONG).until(() -> active(orders) == 0);

        execute("update account set balance = balance + 1 where id = 1");
        assertThat(balance(1)).isEqualTo(101);
        transaction.rollback();
    }

    // ---- what a person must look at

    @Test
    void aBranchLostAfterTheDecisionIsNeverSilentlyDone() throws Exception {
        // scenarios 25, 66, 71 and 72: COMMIT is on its way, and somebody rolls the branch back
        require(Trait.WITNESS, "the owner's COMMIT of what another rolled back is answered as if all were well");
        execute("create table tick (beat int)");
        FaultyProxy proxy = proxy();
        NemconDataSource orders = open(ofClient("orders", database.url(proxy.port())));
        NemconDataSource stock = open(ofClient("stock", database.url()));
        NemconDataSource audit = open(ofClient("audit", database.url()));
        transaction.begin();
        update(stock, "update account set balance = balance + 10 where id = 2"); // committed first, or beside
        update(orders, WITHDRAW_TEN);
        Moment moment = Moment.COMMIT_PREPARED;
        proxy.strike(database.wireText(moment), database.messagesFromTextToDeed(moment), Fault.HOLD);
        CompletableFuture<Void> commit = commitInAnotherThread();
        proxy.awaitStruck();
        await().atMost(LONG).until(() -> database.prepared().size() == 1);
        database.rollbackPrepared(database.prepared().get(0));

        proxy.deliverHeld();
        proxy.cutAll();

        assertThatThrownBy(() -> commit.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfAny(HeuristicMixedException.class, OutcomeUnknownException.class);
        assertThat(balance(1)).isEqualTo(100);
        assertThat(balance(2)).isEqualTo(110);
        await().atMost(LONG).untilAsserted(() -> {
            letTheLedgersTimePass(stock, audit);
            assertThat(incidents()).hasSize(1);
        });
        assertThat(incidents().get(0).resource()).isEqualTo(orders.name());
    }

    /** It passes with its entries. */
    private void letTheLedgersTimePass(NemconDataSource one, NemconDataSource other) throws Exception {
        transaction.begin();
        update(one, "insert into tick values (1)");
        update(other, "insert into tick values (2)");
        transaction.commit();
    }

    private CompletableFuture<Void> commitInAnotherThread() throws Exception {
        var suspended = nemcon.transactionManager().suspend();
        CompletableFuture<Void> end = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        nemcon.transactionManager().resume(suspended);
                        nemcon.transactionManager().commit();
                        end.complete(null);
                    } catch (Exception told) {
                        end.completeExceptionally(told);
                    }
                })
                .start();
        return end;
    }

    @Test
    void aDatabaseThatIsAwayAfterTheVoteIsFinishedByItsAgentWhenItIsBack() throws Exception {
        // scenarios 20, 34 and 46
        FaultyProxy proxy = proxy();
        NemconDataSource orders =
                open(ofClient("orders", database.url(proxy.port())).verifyTimeout(Duration.ofMillis(300)));
        NemconDataSource stock = open(ofClient("stock", database.url()));
        transaction.begin();
        update(orders, WITHDRAW_TEN);
        update(stock, "update account set balance = balance + 10 where id = 2");
        Moment moment = Moment.COMMIT_PREPARED;
        proxy.strikeAndCutOff(database.wireText(moment), database.messagesFromTextToDeed(moment), Fault.CUT_BEFORE);
        CompletableFuture<Void> commit = commitInAnotherThread();
        proxy.awaitStruck();
        proxy.cutAll();
        await().atMost(LONG).until(() -> balance(2) == 110);
        assertThat(database.prepared()).as("held").hasSize(1);

        proxy.unreachable(false);

        await().atMost(LONG).until(() -> database.prepared().isEmpty());
        assertThat(balance(1)).isEqualTo(90);
        await().atMost(LONG).until(commit::isDone);
        assertThat(incidents()).isEmpty();
    }
}
