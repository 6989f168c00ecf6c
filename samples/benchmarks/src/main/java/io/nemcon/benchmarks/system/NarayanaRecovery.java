package io.nemcon.benchmarks.system;

import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import java.sql.SQLException;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;

/** How Narayana's recovery gets to a database: over one connection, kept. */
record NarayanaRecovery(XAResource resource) implements XAResourceRecoveryHelper {

    static NarayanaRecovery of(XADataSource database) throws SQLException {
        return new NarayanaRecovery(database.getXAConnection().getXAResource());
    }

    @Override
    public boolean initialise(String parameters) {
        return true;
    }

    @Override
    public XAResource[] getXAResources() {
        return new XAResource[] {resource};
    }
}
