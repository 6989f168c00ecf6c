package io.nemcon.benchmarks.system;

import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.xa.NemconDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Nemcon with its defaults, and its own data sources over HikariCP. */
final class NemconSystem implements SystemUnderTest {

    /** As the demo's apps have them: a branch that outlives its transaction's answer keeps its connection a while. */
    private static final int SPARE_CONNECTIONS = 4;

    private final Nemcon nemcon;
    private final int threads;
    private final Deque<NemconDataSource> opened = new ArrayDeque<>();
    private @Nullable NemconDataSource first;
    private @Nullable NemconDataSource second;

    private NemconSystem(NemconConfig config, int threads) {
        this.nemcon = Nemcon.open(config);
        this.threads = threads;
    }

    static NemconSystem embedded(Path folder, int threads) {
        return new NemconSystem(NemconConfig.embedded(folder).name("bench"), threads);
    }

    static NemconSystem group(String endpoints, int threads) {
        return new NemconSystem(NemconConfig.group(endpoints).name("bench"), threads);
    }

    @Override
    public TransactionLoop noOps() {
        return new NoOpLoop(nemcon.transactionManager());
    }

    @Override
    public synchronized PooledTransfers transfers(Bank bank) throws SQLException {
        NemconDataSource a = first;
        NemconDataSource b = second;
        if (a == null || b == null) {
            first = a = dataSource("bank-a", bank.firstUrl(), bank);
            second = b = dataSource("bank-b", bank.secondUrl(), bank);
        }
        return new PooledTransfers(nemcon.userTransaction(), a, b, bank);
    }

    /** Every process with a data source has an agent for its database. */
    @Override
    public void recover(Bank bank) throws SQLException {
        transfers(bank).close();
    }

    private NemconDataSource dataSource(String name, String url, Bank bank) throws SQLException {
        NemconDataSource source = NemconDataSource.builder(nemcon, name)
                .url(url)
                .user(bank.user())
                .password(bank.password())
                .maximumPoolSize(threads + SPARE_CONNECTIONS)
                .build();
        opened.push(source);
        return source;
    }

    @Override
    public synchronized void close() {
        opened.forEach(NemconDataSource::close);
        nemcon.close();
    }
}
