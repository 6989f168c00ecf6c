package io.nemcon.xa.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.agent.ResourceUnreachableException;
import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.xa.diagnosis.Finding;
import io.nemcon.xa.diagnosis.Finding.Verdict;
import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.Adapters;
import io.nemcon.xa.spi.BorrowedConnection;
import io.nemcon.xa.spi.DatabaseAdapter;
import io.nemcon.xa.spi.Trials;
import io.nemcon.xa.spi.WorkBranch;
import io.nemcon.xa.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real database that lies in one point is found out in that point. */
class TrialTest {

    private static final String DATABASE = "trial";

    private AdapterSettings settings;
    private DatabaseAdapter adapter;
    private AdaptedDatabase database;
    private HikariDataSource pool;

    @BeforeEach
    void open() throws SQLException {
        TestPostgres.empty(DATABASE);
        String url = TestPostgres.url(DATABASE, TestPostgres.port());
        Duration patience = Duration.ofSeconds(5);
        settings =
                new AdapterSettings(new ResourceName("orders"), url, null, null, Map.of(), patience, patience, false);
        adapter = Objects.requireNonNull(Adapters.forUrl(url));
        database = adapter.open(settings);
        HikariConfig config = new HikariConfig();
        database.configure(config);
        config.setMaximumPoolSize(1);
        pool = new HikariDataSource(config);
    }

    @AfterEach
    void close() throws SQLException {
        pool.close();
        for (String gid = preparedGid(); gid != null; gid = preparedGid()) {
            TestPostgres.execute(settings.url(), "rollback prepared '" + gid + "'");
        }
    }

    private String preparedGid() throws SQLException {
        return TestPostgres.ask(
                settings.url(), "select gid from pg_prepared_xacts where database = current_database()");
    }

    private List<Finding> tryOut(Liar liar) {
        return new Trial(settings, adapter.examinee(settings), liar, pool, new TimeLeft(Doctor.LIMIT)).run();
    }

    private static List<Finding> problems(List<Finding> found) {
        return found.stream().filter(one -> one.verdict() == Verdict.PROBLEM).toList();
    }

    @Test
    void aDatabaseThatListsNothingIsFoundOut() {
        List<Finding> found = tryOut(new Liar() {
            @Override
            List<Listed> prepared(List<Listed> truth) {
                return List.of();
            }
        });
        assertThat(problems(found)).extracting(Finding::check).containsExactly(Trial.RESOLVE);
        assertThat(found.toString()).contains("it would be lost");
    }

    @Test
    void aCommitFromAnotherSessionThatDoesNothingIsFoundOut() {
        List<Finding> found = tryOut(new Liar() {
            @Override
            boolean commits() {
                return false;
            }
        });
        assertThat(problems(found)).extracting(Finding::check).containsExactly(Trial.RESOLVE);
        assertThat(found.toString()).contains("still there after a commit");
    }

    @Test
    void aWitnessThatForgetsIsFoundOut() {
        List<Finding> found = tryOut(new Liar() {
            @Override
            Testimony ask(Testimony truth) {
                return Testimony.UNKNOWN;
            }
        });
        assertThat(problems(found)).extracting(Finding::check).containsExactly(Trial.WITNESS);
    }

    @Test
    void whatAnInterruptedExaminationLeftIsRolledBackAndOnlyThat() throws SQLException {
        SessionId session = new SessionId(9);
        BranchId left = BranchId.of(new Gtrid(Trials.GROUP, 1, session, 1), settings.name(), 1);
        BranchId foreign = BranchId.of(new Gtrid(new GroupId(5), 1, session, 1), settings.name(), 1);
        for (BranchId one : List.of(left, foreign)) {
            TestPostgres.execute(
                    settings.url(), "begin; select pg_current_xact_id(); prepare transaction 'nemcon:" + one + "'");
        }
        List<Finding> found = tryOut(new Liar() {
            @Override
            List<Listed> prepared(List<Listed> truth) {
                return truth.stream()
                        .map(one -> new Listed(one.branch(), one.text(), 3_600_000))
                        .toList();
            }
        });
        assertThat(problems(found)).isEmpty();
        assertThat(found).extracting(Finding::check).contains(Trial.LEFTOVERS);
        assertThat(preparedGid()).isEqualTo("nemcon:" + foreign);
    }

    @Test
    void whatTimeDidNotSufficeForIsSkippedInWords() {
        List<Finding> found =
                new Trial(settings, adapter.examinee(settings), database, pool, new TimeLeft(Duration.ZERO)).run();
        assertThat(found).isNotEmpty().allSatisfy(one -> {
            assertThat(one.verdict()).isEqualTo(Verdict.SKIPPED);
            assertThat(one.words()).contains("were over");
        });
    }

    /** The real database, but for what a test overrides. */
    private class Liar implements AdaptedDatabase {

        List<Listed> prepared(List<Listed> truth) {
            return truth;
        }

        boolean commits() {
            return true;
        }

        Testimony ask(Testimony truth) {
            return truth;
        }

        @Override
        public RecoverableResource recoverable() {
            RecoverableResource real = database.recoverable();
            return new RecoverableResource() {
                @Override
                public ResourceName name() {
                    return real.name();
                }

                @Override
                public List<Listed> prepared() throws ResourceUnreachableException {
                    return Liar.this.prepared(real.prepared());
                }

                @Override
                public String commit(Listed branch) throws ResourceUnreachableException {
                    return commits() ? real.commit(branch) : "";
                }

                @Override
                public String rollback(Listed branch) throws ResourceUnreachableException {
                    return real.rollback(branch);
                }

                @Override
                public Testimony ask(BranchId branch, Witness witness) throws ResourceUnreachableException {
                    return Liar.this.ask(real.ask(branch, witness));
                }

                @Override
                public boolean hasWitness() {
                    return real.hasWitness();
                }

                @Override
                public void close() {
                    real.close();
                }
            };
        }

        @Override
        public void configure(HikariConfig config) {
            database.configure(config);
        }

        @Override
        public WorkBranch begin(BranchId id, BranchContext context, BorrowedConnection connection) throws SQLException {
            return database.begin(id, context, connection);
        }

        @Override
        public void useAlone(Connection connection) throws SQLException {
            database.useAlone(connection);
        }

        @Override
        public String limits() {
            return database.limits();
        }
    }
}
