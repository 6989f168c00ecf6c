package io.nemcon.benchmarks.system;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.coordinator.TransactionReaper;
import com.arjuna.ats.arjuna.objectstore.StoreManager;
import com.arjuna.ats.internal.arjuna.objectstore.hornetq.HornetqJournalEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.hornetq.HornetqObjectStoreAdaptor;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.sql.SQLException;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;

/** Narayana. Its settings are statics, so a process has one. */
final class NarayanaSystem implements SystemUnderTest {

    /** What its own performance tests run with; the default of 500 makes a thread wait up to 2 ms. */
    private static final int BUFFER_FLUSHES_PER_SECOND = 10_000;

    private final TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();

    private NarayanaSystem() {}

    /** The store it has if nothing is set, ShadowNoFileLockStore: a file a transaction. */
    static NarayanaSystem withDefaultStore(Path folder) throws CoreEnvironmentBeanException {
        set(folder);
        return new NarayanaSystem();
    }

    /** Its fastest: Artemis' journal, which groups the forced writes of concurrent transactions. */
    static NarayanaSystem withArtemisJournal(Path folder) throws CoreEnvironmentBeanException {
        set(folder);
        HornetqJournalEnvironmentBean journal = BeanPopulator.getDefaultInstance(HornetqJournalEnvironmentBean.class);
        journal.setStoreDir(folder.resolve("journal").toString());
        journal.setSyncDeletes(false);
        journal.setBufferFlushesPerSecond(BUFFER_FLUSHES_PER_SECOND);
        journal.setAsyncIO(AIOSequentialFileFactory.isSupported());
        BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class)
                .setObjectStoreType(HornetqObjectStoreAdaptor.class.getName());
        return new NarayanaSystem();
    }

    private static void set(Path folder) throws CoreEnvironmentBeanException {
        BeanPopulator.getDefaultInstance(CoreEnvironmentBean.class).setNodeIdentifier("bench");
        for (String store : new String[] {"default", "communicationStore", "stateStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
                    .setObjectStoreDir(folder.resolve("store").toString());
        }
        BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class)
                .setObjectStoreDir(folder.resolve("store").toString());
    }

    @Override
    public TransactionLoop noOps() {
        return new NoOpLoop(manager);
    }

    @Override
    public TransactionLoop transfers(Bank bank) throws SQLException {
        return EnlistedTransfers.open(manager, bank);
    }

    @Override
    public void close() {
        TransactionReaper.terminate(false);
        StoreManager.shutdown();
    }
}
