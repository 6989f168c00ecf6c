package io.nemcon.xa.conformance;

import static io.nemcon.xa.conformance.Moment.COMMIT_ONE_PHASE;
import static io.nemcon.xa.conformance.Moment.COMMIT_PREPARED;
import static io.nemcon.xa.conformance.Moment.PREPARE;
import static io.nemcon.xa.conformance.Moment.ROLLBACK;
import static io.nemcon.xa.conformance.Moment.ROLLBACK_PREPARED;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Vote;
import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.Adapters;
import io.nemcon.xa.spi.BorrowedConnection;
import io.nemcon.xa.spi.WorkBranch;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import io.nemcon.xa.testkit.Lie;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An error that says nothing, or the wrong thing, over a connection that lives on: of a command that was carried out, and
 * of one that was not. Only the database knows which (scenarios 26 to 29, and 32).
 */
@TestInstance(Lifecycle.PER_CLASS) // each database has troubles of its own
public abstract class ErrorCodeConformance extends Conformance {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Lie lie = new Lie();
    private HikariDataSource pool;

    protected ErrorCodeConformance(ConformanceDatabase database) {
        super(database);
    }

    /** One way to say nothing true. */
    record Trouble(String words, boolean done, Exception thrown, boolean itsOwn) {
        @Override
        public String toString() {
            return (done ? "done, and told as " : "not done, and told as ") + words;
        }
    }

    final Stream<Trouble> troubles() {
        return Stream.of(true, false)
                .flatMap(done -> Stream.concat(
                        Stream.of(
                                of("nothing", done, new SQLException("the driver is at a loss")),
                                of("class 23", done, new SQLException("a wrong one", "23505", 1062)),
                                of("unknown name", done, new SQLException("a wrong one", "42704", 1397)),
                                of("a bug of the driver", done, new IllegalStateException("a bug of the driver"))),
                        database.itsOwnErrors().stream().map(error -> new Trouble(words(error), done, error, true))));
    }

    private static String words(Exception error) {
        if (error instanceof XAException coded) {
            return "XA code " + coded.errorCode;
        }
        return "the server's own " + ((SQLException) error).getSQLState();
    }

    private static Trouble of(String words, boolean done, Exception thrown) {
        return new Trouble(words, done, thrown, false);
    }

    /** As {@link #troubles}, without errors in the server's own words: to COMMIT they mean that it did not happen. */
    final Stream<Trouble> troublesOfTheDriver() {
        return troubles().filter(one -> !one.itsOwn());
    }

    @AfterEach
    void theLieWasTold() {
        if (pool != null) {
            pool.close();
        }
        assertThat(lie.wasTold()).as("the lie was told").isTrue();
    }

    /** A branch over a driver that lies, which takes ten from account 1. */
    private WorkBranch withdrawTen(boolean witness) throws SQLException {
        AdapterSettings settings = new AdapterSettings(
                new ResourceName("orders"),
                database.url(),
                database.user(),
                database.password(),
                Map.of(),
                PATIENCE,
                PATIENCE,
                witness);
        AdaptedDatabase adapted =
                Objects.requireNonNull(Adapters.forUrl(settings.url())).open(settings);
        HikariConfig config = new HikariConfig();
        adapted.configure(config);
        DataSource lying = database.lying(settings, lie);
        config.setDataSource(lying);
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        pool = new HikariDataSource(config);
        return withdrawTen(adapted);
    }

    private WorkBranch withdrawTen(AdaptedDatabase adapted) throws SQLException {
        Transaction transaction = transactions.begin();
        transactions.suspend();
        WorkBranch branch = adapted.begin(
                transaction.id("orders"), transaction, new BorrowedConnection(pool, pool.getConnection()));
        try (Connection handle = branch.newHandle();
                Statement statement = handle.createStatement()) {
            statement.executeUpdate(WITHDRAW_TEN);
        }
        return branch;
    }

    private void tell(Moment moment, Trouble trouble) {
        lie.tellAt(database.commandText(moment), trouble.done(), trouble.thrown());
    }

    /** Nothing is prepared, nothing is locked, and the pool lends a connection that works. */
    private void assertAllIsOver(WorkBranch branch, long balance) throws SQLException {
        branch.release();
        assertThat(database.prepared()).isEmpty();
        assertThat(balance(1)).isEqualTo(balance);
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            assertThat(statement.executeUpdate(WITHDRAW_TEN)).isEqualTo(1);
        }
        assertThat(balance(1)).isEqualTo(balance - 10);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void anErrorOfPrepareMakesTheVoteNoOnceNothingIsPrepared(Trouble trouble) throws Exception {
        // scenario 26; a branch that stays prepared behind a NO keeps its locks, and nobody was told to end it
        WorkBranch branch = withdrawTen(false);
        tell(PREPARE, trouble);

        assertThat(branch.prepare().vote()).isEqualTo(Vote.NO);

        assertThat(database.prepared()).isEmpty();
        assertThat(branch.rollback().kind()).isEqualTo(BranchEnd.Kind.ROLLED_BACK);
        assertAllIsOver(branch, 100);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void anErrorOfCommitAfterTheVoteIsNoEndOfTheBranch(Trouble trouble) throws Exception {
        // scenarios 27 and 28
        WorkBranch branch = withdrawTen(false);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        tell(COMMIT_PREPARED, trouble);

        BranchEnd end = branch.commit();

        boolean knowable = can(Trait.WITNESS) || !trouble.done();
        assertThat(end.kind()).isEqualTo(knowable ? BranchEnd.Kind.COMMITTED : BranchEnd.Kind.UNSETTLED);
        assertAllIsOver(branch, 90);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void anErrorOfRollbackAfterTheVoteIsNoEndOfTheBranch(Trouble trouble) throws Exception {
        // scenarios 27 and 29
        WorkBranch branch = withdrawTen(false);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        tell(ROLLBACK_PREPARED, trouble);

        BranchEnd end = branch.rollback();

        boolean knowable = can(Trait.WITNESS) || !trouble.done();
        assertThat(end.kind()).isEqualTo(knowable ? BranchEnd.Kind.ROLLED_BACK : BranchEnd.Kind.UNSETTLED);
        assertAllIsOver(branch, 100);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void anErrorOfRollbackBeforeTheVoteLeavesNothing(Trouble trouble) throws Exception {
        WorkBranch branch = withdrawTen(false);
        tell(ROLLBACK, trouble);

        assertThat(branch.rollback().kind()).isEqualTo(BranchEnd.Kind.ROLLED_BACK);

        assertAllIsOver(branch, 100);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void anErrorOfAOnePhaseCommitIsSettledByItsWitness(Trouble trouble) throws Exception {
        // scenario 32
        WorkBranch branch = withdrawTen(true);
        tell(COMMIT_ONE_PHASE, trouble);

        OnePhaseEnd end = branch.commitOnePhase();

        OnePhaseEnd.Kind truth = trouble.done() ? OnePhaseEnd.Kind.COMMITTED : OnePhaseEnd.Kind.ROLLED_BACK;
        assertThat(end.kind()).isEqualTo(can(Trait.ONE_PHASE_WITNESS) ? truth : OnePhaseEnd.Kind.UNKNOWN);
        assertAllIsOver(branch, trouble.done() ? 90 : 100);
    }

    @ParameterizedTest
    @MethodSource("troublesOfTheDriver")
    void anErrorOfAOnePhaseCommitWithoutAWitnessIsNeverToldWrongly(Trouble trouble) throws Exception {
        // scenario 32: outcome unknown is an answer, the wrong one is not
        WorkBranch branch = withdrawTen(false);
        tell(COMMIT_ONE_PHASE, trouble);

        OnePhaseEnd end = branch.commitOnePhase();

        OnePhaseEnd.Kind truth = trouble.done() ? OnePhaseEnd.Kind.COMMITTED : OnePhaseEnd.Kind.ROLLED_BACK;
        assertThat(end.kind()).isIn(truth, OnePhaseEnd.Kind.UNKNOWN);
        assertAllIsOver(branch, trouble.done() ? 90 : 100);
    }
}
