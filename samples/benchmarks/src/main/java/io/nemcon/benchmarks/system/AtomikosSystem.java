package io.nemcon.benchmarks.system;

import com.atomikos.icatch.config.Configuration;
import com.atomikos.icatch.jta.UserTransactionManager;
import com.atomikos.icatch.provider.ConfigProperties;
import jakarta.transaction.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.XADataSource;
import org.jspecify.annotations.Nullable;

/** Atomikos with its defaults, but for the limit on transactions at once. Its settings are statics, so a process has one. */
final class AtomikosSystem implements SystemUnderTest {

    private static final String PREFIX = "com.atomikos.icatch.";
    /** The default of 50 is near what 32 threads need. */
    private static final int ACTIVE_MAX = 1_000;

    private final UserTransactionManager manager;
    private @Nullable AtomikosResource first;
    private @Nullable AtomikosResource second;

    private AtomikosSystem(UserTransactionManager manager) {
        this.manager = manager;
    }

    static AtomikosSystem open(Path folder, int threads) throws SystemException, IOException {
        Files.createDirectories(folder);
        ConfigProperties settings = Configuration.getConfigProperties();
        settings.setProperty(PREFIX + "log_base_dir", folder + "/");
        settings.setProperty(PREFIX + "tm_unique_name", "bench");
        settings.setProperty(PREFIX + "max_actives", Integer.toString(Math.max(ACTIVE_MAX, 2 * threads)));
        settings.setProperty(PREFIX + "threaded_2pc", "false");
        UserTransactionManager manager = new UserTransactionManager();
        manager.init();
        return new AtomikosSystem(manager);
    }

    @Override
    public synchronized TransactionLoop noOps() {
        NoOpLoop loop = new NoOpLoop(manager);
        register(NoOpResource::new, NoOpResource::new, loop);
        return loop;
    }

    @Override
    public synchronized TransactionLoop transfers(Bank bank) throws SQLException {
        EnlistedTransfers loop = EnlistedTransfers.open(manager, bank);
        register(recovering(bank.firstXa()), recovering(bank.secondXa()), loop);
        return loop;
    }

    /** Its timer asks every resource that it knows. */
    @Override
    public synchronized void recover(Bank bank) {
        register(recovering(bank.firstXa()), recovering(bank.secondXa()));
    }

    private static AtomikosResource.Connecting recovering(XADataSource database) {
        return () -> database.getXAConnection().getXAResource();
    }

    private void register(
            AtomikosResource.Connecting toFirst, AtomikosResource.Connecting toSecond, TwoBranches branches) {
        register(toFirst, toSecond);
        Objects.requireNonNull(first).add(branches.firstResource());
        Objects.requireNonNull(second).add(branches.secondResource());
    }

    /** One resource a database, as it would have with a data source of its own. */
    private void register(AtomikosResource.Connecting toFirst, AtomikosResource.Connecting toSecond) {
        if (first == null) {
            first = new AtomikosResource("bank-a", toFirst);
            second = new AtomikosResource("bank-b", toSecond);
            Configuration.addResource(first);
            Configuration.addResource(second);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
