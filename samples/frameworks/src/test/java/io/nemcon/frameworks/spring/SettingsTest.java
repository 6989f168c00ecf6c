package io.nemcon.frameworks.spring;

import static io.nemcon.frameworks.testkit.TwoDatabases.ITEM;
import static io.nemcon.frameworks.testkit.TwoDatabases.PIECES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.frameworks.testkit.TwoDatabases;
import io.nemcon.xa.NemconDataSource;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.InvalidIsolationLevelException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.jta.JtaTransactionManager;

/** Timeout, readOnly and isolation of {@code @Transactional}, and the whole configuration. */
class SettingsTest extends SpringTest {

    SettingsTest(TwoDatabases databases) {
        super(databases);
    }

    @Test
    void aTimeoutCancelsTheStatementRollsBackAndSaysWhy() throws Exception {
        assertThatThrownBy(() -> steps().withinASecond(() -> {
                    shop().order(ITEM);
                    new JdbcTemplate(databases.stock()).queryForList("select pg_sleep(30)");
                }))
                .isInstanceOf(QueryTimeoutException.class)
                .hasMessageContaining("timed out after 1 s");

        assertThat(databases.ordersCommitted()).isZero();
        assertThat(databases.piecesCommitted()).isEqualTo(PIECES);
        assertThat(running("pg_sleep")).isZero();
    }

    @Test
    void whoSwallowsTheTimeoutIsToldAtTheCommit() throws Exception {
        JdbcTemplate stock = new JdbcTemplate(databases.stock());

        assertThatThrownBy(() -> steps().withinASecond(() -> {
                    shop().order(ITEM);
                    assertThatThrownBy(() -> stock.queryForList("select pg_sleep(30)"))
                            .isNotNull();
                    assertThatThrownBy(() -> stock.queryForList("select 1")).hasMessageContaining("timed out");
                }))
                .isInstanceOf(UnexpectedRollbackException.class)
                .hasMessageContaining("timeout");

        assertThat(databases.ordersCommitted()).isZero();
    }

    @Test
    void theNextTransactionOfTheThreadHasItsOwnTimeout() throws Exception {
        steps().withinASecond(() -> shop().order(ITEM));

        steps().required(() -> {
            new JdbcTemplate(databases.stock()).queryForList("select pg_sleep(1.2)");
            shop().order(ITEM);
        });

        assertThat(databases.ordersCommitted()).isEqualTo(2);
    }

    @Test
    void aStatementTimeoutOfTheTemplateWorksToo() throws Exception {
        JdbcTemplate stock = new JdbcTemplate(databases.stock());
        stock.setQueryTimeout(1);

        assertThatThrownBy(() -> steps().required(() -> {
                    shop().order(ITEM);
                    stock.queryForList("select pg_sleep(30)");
                }))
                .isInstanceOf(QueryTimeoutException.class);

        assertThat(databases.ordersCommitted()).isZero();
    }

    private int running(String text) throws Exception {
        return databases.number(
                "postgres",
                "select count(*) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and query like '%"
                        + text + "%'");
    }

    @Test
    void readOnlyIsAHintThatChangesNothing() throws Exception {
        steps().readOnly(() -> assertThat(new JdbcTemplate(databases.stock())
                        .queryForObject("select pieces from item where id = ?", Integer.class, ITEM))
                .isEqualTo(PIECES));
        steps().readOnly(() -> shop().order(ITEM));

        assertThat(databases.ordersCommitted()).isEqualTo(1);
    }

    @Test
    void anIsolationLevelIsRefusedByDefaultAndHasNoEffectWhereItIsAllowed() throws Exception {
        assertThatThrownBy(() -> steps().serializable(() -> shop().order(ITEM)))
                .isInstanceOf(InvalidIsolationLevelException.class);

        bean(JtaTransactionManager.class).setAllowCustomIsolationLevels(true);
        steps().serializable(() -> assertThat(isolation(databases.stock())).isEqualTo("read committed"));
    }

    @Test
    void anIsolationLevelIsSetOnTheDataSourceOrByTheFirstStatement() throws Exception {
        steps().required(() -> {
            new JdbcTemplate(databases.stock()).execute("set transaction isolation level serializable");
            assertThat(isolation(databases.stock())).isEqualTo("serializable");
            shop().order(ITEM);
        });
        assertThat(databases.ordersCommitted()).isEqualTo(1);

        try (NemconDataSource strict = NemconDataSource.builder(nemcon(), "strict")
                .url(databases.url("stock"))
                .transactionIsolation("TRANSACTION_SERIALIZABLE")
                .build()) {
            steps().required(() -> assertThat(isolation(strict)).isEqualTo("serializable"));
        }
    }

    private static String isolation(NemconDataSource source) {
        return new JdbcTemplate(source).queryForObject("show transaction_isolation", String.class);
    }

    @Test
    void theWholeConfigurationOpensWorksAndCloses(@TempDir Path folder) throws Exception {
        NemconDataSource stock;
        try (AnnotationConfigApplicationContext whole = new AnnotationConfigApplicationContext()) {
            whole.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "shop",
                            Map.of(
                                    "shop.folder", folder.toString(),
                                    "shop.orders", databases.url("orders"),
                                    "shop.stock", databases.url("stock"))));
            whole.register(ShopConfiguration.class, Shop.class);
            whole.refresh();
            whole.getBean(Shop.class).order(ITEM);
            stock = whole.getBean("stock", NemconDataSource.class);
        }

        assertThat(databases.ordersCommitted()).isEqualTo(1);
        assertThat(databases.piecesCommitted()).isEqualTo(PIECES - 1);
        assertThat(stock.unwrap(HikariDataSource.class).isClosed()).isTrue();
    }
}
