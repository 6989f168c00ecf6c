package io.nemcon.xa.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nemcon.agent.RecoverableResource;
import io.nemcon.core.id.ResourceName;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.RecoveryRegistrar;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is asked before work begins in a database, and what becomes of it if the answer is no (scenario 69). */
class PostgresSetBackTest extends PostgresTest {

    private final Group group = new Group();

    /** Says what it is told to say. */
    private static final class Group implements RecoveryRegistrar {

        final List<Long> positions = new CopyOnWriteArrayList<>();
        volatile String refusal = "";
        volatile RecoverableResource agents;

        @Override
        public void register(RecoverableResource resource) {
            agents = resource;
        }

        @Override
        public void unregister(ResourceName name) {
            agents.close();
        }

        @Override
        public String refusal(ResourceName name, long position) {
            positions.add(position);
            return refusal;
        }
    }

    private NemconDataSource open() throws SQLException {
        return NemconDataSource.builder(transactions, group, "orders")
                .url(url)
                .maximumPoolSize(4)
                .build();
    }

    @Test
    void theGroupIsAskedOnceForALifeOfTheServerBeforeAnythingIsDoneThere() throws SQLException {
        long before = Long.parseLong(ask("select pg_snapshot_xmax(pg_current_snapshot())"));
        try (NemconDataSource orders = open();
                Connection one = orders.getConnection();
                Connection two = orders.getConnection();
                Connection three = orders.getConnection()) {
            assertThat(List.of(one, two, three)).allMatch(connection -> autoCommits(connection));
            assertThat(group.positions).hasSize(1);
            assertThat(group.positions.get(0)).isGreaterThanOrEqualTo(before);
        }
    }

    private static boolean autoCommits(Connection connection) {
        try {
            return connection.getAutoCommit();
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    void aSuspendedDatabaseIsTakenInForItsAgentAndGivesNoConnectionUntilItIsAccepted() throws Exception {
        group.refusal = "resource orders is suspended by incident 7";
        try (NemconDataSource orders = open()) {
            assertThat(group.agents.prepared()).isEmpty();
            assertThatThrownBy(orders::getConnection)
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                            .isEqualTo("57000"))
                    .hasMessage("resource orders is suspended by incident 7");
            group.refusal = "";
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                try (Connection connection = orders.getConnection()) {
                    return connection.isValid(5);
                }
            });
        }
    }

    @Test
    void theAgentTakesOneNumberForEachConnectionAndItIsNew() throws Exception {
        try (NemconDataSource orders = open()) {
            Long first = group.agents.position();
            assertThat(group.agents.position()).as("over the same connection").isNull();
            kill(ask("select pid from pg_stat_activity where application_name = 'nemcon orders' limit 1"));
            assertThatThrownBy(group.agents::prepared).hasMessageContaining("did not answer");
            assertThat(group.agents.position()).isGreaterThan(first);
            assertThat(orders.isClosed()).isFalse();
        }
    }
}
