package io.nemcon.client.jta;

import io.nemcon.client.branch.Enlister;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.client.fake.FakeGroup;
import io.nemcon.client.session.SessionConfig;
import io.nemcon.client.session.Sessions;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.node.host.Host;
import java.sql.SQLException;
import java.time.Duration;

/** A transaction manager over a group in memory. */
final class Rig implements AutoCloseable {

    final FakeGroup group = new FakeGroup();
    final Sessions sessions;
    final NemconTransactionManager manager;
    final Enlister enlister;

    Rig() {
        this(Duration.ofMinutes(5), 64, SessionConfig.TRANSACTIONS_MAX);
    }

    Rig(Duration timeout, int branchesMax, int transactionsMax) {
        sessions = Sessions.open(
                Host.real(),
                group,
                new SessionConfig("rig", Duration.ofSeconds(10), Duration.ofSeconds(10), transactionsMax, 10_000));
        manager = new NemconTransactionManager(
                Host.real(), sessions, new JtaConfig("rig", timeout, branchesMax, 16, 1_000));
        enlister = manager.enlister();
    }

    FakeBranch enlist(String name) throws SQLException {
        return enlist(new FakeBranch(name), name);
    }

    FakeBranch enlist(FakeBranch branch, String name) throws SQLException {
        enlister.enlist(new ResourceName(name), branch);
        return branch;
    }

    NemconTransaction current() throws Exception {
        return (NemconTransaction) manager.getTransaction();
    }

    Gtrid gtrid() throws Exception {
        return current().gtrid();
    }

    @Override
    public void close() {
        manager.close();
        sessions.close(Duration.ZERO);
    }
}
