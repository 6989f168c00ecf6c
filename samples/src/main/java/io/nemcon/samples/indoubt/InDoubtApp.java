package io.nemcon.samples.indoubt;

import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Witness;
import io.nemcon.samples.demo.app.ParentPipe;
import io.nemcon.samples.demo.bank.BankLogin;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares as many branches as it is told and carries none of them out. Transaction i moves 1 from account i of the first
 * database to account i of the second; every second one, from the first on, it has decided to commit when it is told to go.
 * The others it leaves undecided, so that the end of its session aborts them.
 *
 * <p>It is an app at the worst moment there is: each of its transactions has voted, and none was finished. A real one has as
 * many such as it has threads; this one makes them under its session's name by itself, for thousands of threads would be
 * measured in place of recovery.
 */
public final class InDoubtApp {

    /** Said when all is prepared. */
    public static final String PREPARED = "prepared";

    /** Said when every second transaction is decided. */
    public static final String DECIDED = "decided";

    private static final Logger LOG = LoggerFactory.getLogger(InDoubtApp.class);
    private static final int LANES = 4;
    private static final int AT_ONCE_MAX = 500;

    private final InDoubtConfig config;
    private final Nemcon nemcon;
    private final Gtrid base;
    private final List<List<DecidedBranch>> branches = new ArrayList<>();

    private InDoubtApp(InDoubtConfig config, Nemcon nemcon) throws Exception {
        this.config = config;
        this.nemcon = nemcon;
        this.base = someGtrid(nemcon);
        for (int i = 0; i < config.transactions(); i++) {
            branches.add(new ArrayList<>());
        }
    }

    /** @param arguments the file of an {@link InDoubtConfig} */
    public static void main(String[] arguments) {
        try {
            InDoubtConfig config = InDoubtConfig.load(Path.of(arguments[0]));
            ParentPipe parent = new ParentPipe(line -> {});
            parent.start();
            InDoubtApp app = new InDoubtApp(
                    config,
                    Nemcon.open(NemconConfig.group(config.endpoints())
                            .name(config.name())
                            .sessionTtl(config.sessionTtl())));
            app.prepare(config.first(), -1);
            if (config.branches() > 1) {
                app.prepare(config.second(), 1);
            }
            say(PREPARED);
            parent.awaitGo();
            app.decide();
            say(DECIDED);
            new CountDownLatch(1).await(); // until it is killed
        } catch (Exception failed) { // the outer edge of a process
            LOG.error("the app cannot go on", failed);
            System.exit(1);
        }
    }

    private static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }

    /** Whether transaction i, counted from 1, is decided to commit. */
    public static boolean commits(int transaction) {
        return transaction % 2 == 1;
    }

    private static Gtrid someGtrid(Nemcon nemcon) throws Exception {
        nemcon.userTransaction().begin();
        Object key = nemcon.synchronizationRegistry().getTransactionKey();
        nemcon.userTransaction().rollback();
        if (key instanceof Gtrid gtrid) {
            return gtrid;
        }
        throw new IllegalStateException("the key of a transaction is " + key);
    }

    private Gtrid gtrid(int transaction) {
        return new Gtrid(base.group(), base.incarnation(), base.session(), base.sequence() + transaction);
    }

    /** Several connections at once, which share what is forced to disk. */
    private void prepare(BankLogin login, int amount) throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int lane = 1; lane <= LANES; lane++) {
                int from = lane;
                ends.add(lanes.submit(() -> {
                    prepare(login, amount, from);
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            lanes.shutdown();
        }
    }

    private void prepare(BankLogin login, int amount, int from) throws SQLException {
        ResourceName resource = new ResourceName(login.database());
        try (Connection connection = DriverManager.getConnection(
                        login.url() + "&preferQueryMode=simple", login.user(), login.password());
                Statement statement = connection.createStatement()) {
            for (int i = from; i <= config.transactions(); i += LANES) {
                DecidedBranch branch =
                        new DecidedBranch(resource, 1, prepared(statement, resource, gtrid(i), i, amount));
                List<DecidedBranch> all = branches.get(i - 1);
                synchronized (all) {
                    all.add(branch);
                }
            }
        }
    }

    /** All in one round trip, named as the adapter does. */
    private static Witness prepared(Statement statement, ResourceName resource, Gtrid gtrid, int account, int amount)
            throws SQLException {
        statement.execute("BEGIN; UPDATE account SET balance = balance + " + amount + " WHERE id = " + account
                + "; SELECT pg_current_xact_id()::text; PREPARE TRANSACTION 'nemcon:"
                + BranchId.of(gtrid, resource, 1) + "'");
        while (statement.getUpdateCount() >= 0) {
            statement.getMoreResults();
        }
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            return new Witness(row.getString(1));
        }
    }

    private void decide() {
        List<CompletableFuture<Result>> answers = new ArrayList<>();
        for (int i = 1; i <= config.transactions(); i++) {
            if (answers.size() == AT_ONCE_MAX) {
                requireCommitted(answers);
                answers.clear();
            }
            if (commits(i)) {
                answers.add(nemcon.agentPort()
                        .request(new SessionCommand.Decide(
                                gtrid(i), Decision.COMMIT, Reason.NONE, branches.get(i - 1))));
            }
        }
        requireCommitted(answers);
    }

    private static void requireCommitted(List<CompletableFuture<Result>> answers) {
        for (CompletableFuture<Result> answer : answers) {
            Result result = answer.join();
            if (!(result instanceof Result.Decided decided) || decided.outcome() != Outcome.COMMITTED) {
                throw new IllegalStateException("a decision was answered " + result);
            }
        }
    }
}
