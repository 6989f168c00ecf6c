package io.nemcon.benchmarks.system;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.RecoveryEnvironmentBean;
import com.arjuna.ats.arjuna.coordinator.TransactionReaper;
import com.arjuna.ats.arjuna.objectstore.StoreManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.arjuna.objectstore.hornetq.HornetqJournalEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.hornetq.HornetqObjectStoreAdaptor;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
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

    /** The store it has by default, ShadowNoFileLockStore: a file a transaction. */
    static NarayanaSystem withDefaultStore(Path folder) {
        set(folder);
        return new NarayanaSystem();
    }

    /** Its fastest: Artemis' journal, which groups the forced writes of concurrent transactions. */
    static NarayanaSystem withArtemisJournal(Path folder) {
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

    private static void set(Path folder) {
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

    /** Its recovery manager with the periods it has by default; only its port stays shut. */
    @Override
    public void recover(Bank bank) throws SQLException {
        BeanPopulator.getDefaultInstance(RecoveryEnvironmentBean.class).setRecoveryListener(false);
        RecoveryManager.delayRecoveryManagerThread();
        RecoveryManager recovery = RecoveryManager.manager();
        recovery.initialize();
        XARecoveryModule module = XARecoveryModule.getRegisteredXARecoveryModule();
        module.addXAResourceRecoveryHelper(NarayanaRecovery.of(bank.firstXa()));
        module.addXAResourceRecoveryHelper(NarayanaRecovery.of(bank.secondXa()));
        recovery.startRecoveryManagerThread();
    }

    @Override
    public void close() {
        TransactionReaper.terminate(false);
        StoreManager.shutdown();
    }
}
