package io.nemcon.xa;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.client.branch.Enlister;
import io.nemcon.core.id.ResourceName;
import io.nemcon.xa.doctor.Doctor;
import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.Adapters;
import io.nemcon.xa.spi.DatabaseAdapter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds a {@link NemconDataSource}. Not thread-safe. */
public final class NemconDataSourceBuilder {

    public static final int POOL_SIZE = 10;

    private static final Logger LOG = LoggerFactory.getLogger(NemconDataSource.class);

    private final Enlister enlister;
    private final RecoveryRegistrar registrar;
    private final ResourceName name;
    private final HikariConfig poolConfig = new HikariConfig();
    private final Map<String, String> properties = new HashMap<>();
    private @Nullable String url;
    private @Nullable String user;
    private @Nullable String password;
    private Duration verifyTimeout = AdapterSettings.VERIFY_TIMEOUT;
    private Duration answerTimeout = AdapterSettings.ANSWER_TIMEOUT;
    private boolean onePhaseWitness;
    private boolean examined = true;
    private boolean transactionRequired;

    NemconDataSourceBuilder(Enlister enlister, RecoveryRegistrar registrar, ResourceName name) {
        this.enlister = enlister;
        this.registrar = registrar;
        this.name = name;
        poolConfig.setPoolName("nemcon-" + name);
        poolConfig.setMaximumPoolSize(POOL_SIZE);
    }

    /** The JDBC URL; it also says which kind of database this is. */
    public NemconDataSourceBuilder url(String jdbcUrl) {
        this.url = jdbcUrl;
        return this;
    }

    public NemconDataSourceBuilder user(String name) {
        this.user = name;
        return this;
    }

    public NemconDataSourceBuilder password(String secret) {
        this.password = secret;
        return this;
    }

    /** A property of the database's driver. */
    public NemconDataSourceBuilder property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** How many connections at most; a transaction holds one until it has ended. */
    public NemconDataSourceBuilder maximumPoolSize(int connections) {
        poolConfig.setMaximumPoolSize(connections);
        return this;
    }

    /** How long {@code getConnection} waits for a free connection. */
    public NemconDataSourceBuilder connectionTimeout(Duration timeout) {
        poolConfig.setConnectionTimeout(timeout.toMillis());
        return this;
    }

    /** One of the names of {@link java.sql.Connection}, such as {@code TRANSACTION_SERIALIZABLE}. */
    public NemconDataSourceBuilder transactionIsolation(String level) {
        poolConfig.setTransactionIsolation(level);
        return this;
    }

    /**
     * How long, in all, an ambiguous answer is looked into before the branch is left to the agent. Default: five seconds.
     */
    public NemconDataSourceBuilder verifyTimeout(Duration timeout) {
        this.verifyTimeout = timeout;
        return this;
    }

    /**
     * How long a prepare, commit or rollback may go without an answer before it counts as ambiguous. Default: thirty
     * seconds.
     */
    public NemconDataSourceBuilder answerTimeout(Duration timeout) {
        this.answerTimeout = timeout;
        return this;
    }

    /**
     * Whether the commit of a transaction with this database alone first asks for a witness, so that its outcome is known
     * even if the server never answers it. Costs one round trip; without it such a commit may end as outcome unknown.
     * Default: no.
     */
    public NemconDataSourceBuilder onePhaseWitness(boolean ask) {
        this.onePhaseWitness = ask;
        return this;
    }

    /**
     * Whether the doctor tries the database out before it is taken in: it prepares a branch without rows, ends the session
     * that did so, and commits it from another; five seconds at most, some tens of milliseconds as a rule. Default: yes.
     */
    public NemconDataSourceBuilder examine(boolean tryOut) {
        this.examined = tryOut;
        return this;
    }

    /**
     * Whether a thread without a transaction is refused a connection. For work that is to be part of its caller's transaction:
     * without one it would commit by itself, and nobody would notice before something is rolled back. Default: no.
     */
    public NemconDataSourceBuilder transactionRequired(boolean required) {
        this.transactionRequired = required;
        return this;
    }

    /** Anything else of the pool. What the adapter needs is set after this, and wins. */
    public NemconDataSourceBuilder pool(Consumer<HikariConfig> settings) {
        settings.accept(poolConfig);
        return this;
    }

    /**
     * Checks the database, starts the pool, and registers the database for recovery.
     *
     * @throws SQLException if the database does not answer or cannot do its part; then nothing is registered and nothing
     *     left open
     */
    public NemconDataSource build() throws SQLException {
        if (url == null) {
            throw new IllegalStateException("resource " + name + ": no url was given");
        }
        AdapterSettings settings = new AdapterSettings(
                name, url, user, password, properties, verifyTimeout, answerTimeout, onePhaseWitness);
        DatabaseAdapter adapter = Adapters.forUrl(url);
        if (adapter == null) {
            throw new SQLException("resource " + name + ": no adapter for " + url
                    + "; adapters are found as services of " + DatabaseAdapter.class.getName());
        }
        AdaptedDatabase database = adapter.open(settings);
        database.configure(poolConfig);
        HikariDataSource pool = new HikariDataSource(poolConfig);
        Admission admission = new Admission(name, database, registrar);
        try {
            seeWhetherSetBack(pool, admission);
            if (examined) {
                Doctor.admit(settings, adapter, database, pool);
            }
            registrar.register(database.recoverable());
        } catch (RuntimeException | SQLException e) {
            pool.close();
            throw e;
        }
        if (!database.limits().isEmpty()) {
            LOG.warn("resource {}: {}", name, database.limits());
        }
        return new NemconDataSource(name, enlister, registrar, database, pool, admission, transactionRequired);
    }

    /**
     * Before anything else takes a transaction number there. A database that is suspended is taken in all the same: its agent
     * has work to do, and each use says so.
     */
    private void seeWhetherSetBack(HikariDataSource pool, Admission admission) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            admission.check(connection);
        } catch (SQLException e) {
            if (!Admission.REFUSED.equals(e.getSQLState())) {
                throw e;
            }
            LOG.warn(e.getMessage());
        }
    }
}
