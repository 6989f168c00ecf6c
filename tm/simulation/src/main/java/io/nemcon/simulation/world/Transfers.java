package io.nemcon.simulation.world;

import io.nemcon.client.Nemcon;
import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.NamedXa;
import io.nemcon.client.jta.OutcomeUnknownException;
import io.nemcon.core.id.Gtrid;
import io.nemcon.node.host.Host;
import io.nemcon.simulation.check.Invariants.Told;
import io.nemcon.simulation.database.SimXaResource;
import io.nemcon.simulation.database.SqlBranch;
import io.nemcon.simulation.machine.Machine;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One thread of an application: transactions over one, two or three databases, one after another. */
final class Transfers {

    private static final long MILLI = 1_000_000;

    private final World world;
    private final Machine machine;
    private final Host host;
    private final Nemcon client;
    private final SplittableRandom random;

    /** Of the transaction under way. */
    private final List<SimXaResource> xaResources = new ArrayList<>();

    /** What broke its end in the product itself; null if nothing did. */
    private @Nullable Throwable fault;

    Transfers(World world, Machine machine, Host host, Nemcon client, SplittableRandom random) {
        this.world = world;
        this.machine = machine;
        this.host = host;
        this.client = client;
        this.random = random;
    }

    void run() {
        try {
            while (world.isOpenForBusiness()) {
                host.sleep(10 * MILLI + random.nextLong(world.plan().thinkNs()));
                transfer();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void transfer() {
        UserTransaction transaction = client.userTransaction();
        try {
            transaction.setTransactionTimeout(1 + random.nextInt(5));
            transaction.begin();
        } catch (SystemException | NotSupportedException noSession) {
            return;
        }
        Gtrid gtrid =
                (Gtrid) Objects.requireNonNull(client.synchronizationRegistry().getTransactionKey());
        fault = null;
        Told told = end(transaction);
        machine.step();
        if (fault != null) {
            world.invariants().broken(machine.name(), gtrid, fault);
        }
        world.invariants().told(machine.name(), gtrid, told);
        xaResources.forEach(SimXaResource::close);
        xaResources.clear();
    }

    private Told end(UserTransaction transaction) {
        try {
            work();
        } catch (SQLException | SystemException | RollbackException | IllegalStateException failed) {
            return rollback(transaction);
        }
        try {
            int dice = random.nextInt(100);
            if (dice < 6) {
                return rollback(transaction);
            }
            if (dice < 8) {
                transaction.setRollbackOnly();
            }
            transaction.commit();
            return Told.COMMITTED;
        } catch (RollbackException rolledBack) {
            return Told.ROLLED_BACK;
        } catch (OutcomeUnknownException unknown) {
            return unknown(unknown);
        } catch (HeuristicMixedException | HeuristicRollbackException heuristic) {
            return Told.HEURISTIC;
        } catch (SystemException heuristicCommit) {
            return Told.HEURISTIC;
        } catch (IllegalStateException marked) {
            return rollback(transaction);
        }
    }

    private Told rollback(UserTransaction transaction) {
        try {
            transaction.rollback();
            return Told.ROLLED_BACK;
        } catch (OutcomeUnknownException unknown) {
            return unknown(unknown);
        } catch (SystemException heuristic) {
            return Told.HEURISTIC;
        } catch (IllegalStateException over) {
            return Told.UNKNOWN; // its time was over before
        }
    }

    /** Nobody knows: that may be, but by a lost answer, not by a fault of the program. */
    private Told unknown(OutcomeUnknownException why) {
        Throwable cause = why.getCause();
        if (cause instanceof RuntimeException || cause instanceof Error) {
            fault = cause;
        }
        return Told.UNKNOWN;
    }

    private void work() throws SQLException, SystemException, RollbackException {
        List<Resource> resources = world.resources();
        int first = random.nextInt(resources.size());
        int dice = random.nextInt(100);
        long amount = 1L + random.nextInt(20);
        if (dice < 18) {
            Account account = open(resources.get(first));
            account.add(-amount);
            account.add(amount);
            return;
        }
        List<Account> accounts = new ArrayList<>();
        int branches = dice < 75 || resources.size() < 3 ? 2 : 3;
        for (int i = 0; i < branches; i++) {
            accounts.add(open(resources.get((first + i) % resources.size())));
        }
        boolean lastOnlyReads = dice % 10 == 0;
        int writers = lastOnlyReads ? branches - 1 : branches;
        if (writers == 1) {
            accounts.get(0).add(amount);
            accounts.get(0).add(-amount);
        } else {
            for (int i = 0; i < writers - 1; i++) {
                accounts.get(i).add(-amount);
            }
            accounts.get(writers - 1).add(amount * (writers - 1));
        }
        if (lastOnlyReads) {
            accounts.get(branches - 1).read();
        }
        if (random.nextInt(20) == 0) {
            sleep(random.nextLong(3_000 * MILLI));
        }
    }

    private void sleep(long nanos) throws SQLException {
        try {
            host.sleep(nanos);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", interrupted);
        }
    }

    /** An enlisted database, and accounts of it by chance. */
    private interface Account {
        void add(long delta) throws SQLException;

        void read() throws SQLException;
    }

    private Account open(Resource resource) throws SQLException, SystemException, RollbackException {
        return resource.isXa() ? openXa(resource) : openSql(resource);
    }

    private int anyAccount(Resource resource) {
        return random.nextInt(resource.database().accounts());
    }

    private Account openSql(Resource resource) throws SQLException {
        Branch enlisted = client.enlister()
                .enlist(
                        resource.database().name(),
                        (id, context) -> SqlBranch.open(id, resource.database(), machine, host));
        SqlBranch branch = (SqlBranch) Objects.requireNonNull(enlisted);
        return new Account() {
            @Override
            public void add(long delta) throws SQLException {
                branch.add(anyAccount(resource), delta);
            }

            @Override
            public void read() throws SQLException {
                branch.read(anyAccount(resource));
            }
        };
    }

    private Account openXa(Resource resource) throws SystemException, RollbackException {
        SimXaResource xa = new SimXaResource(resource.database(), machine, host);
        xaResources.add(xa);
        Objects.requireNonNull(client.transactionManager().getTransaction())
                .enlistResource(new NamedXa(resource.database().name().value(), xa));
        return new Account() {
            @Override
            public void add(long delta) throws SQLException {
                xa.add(anyAccount(resource), delta);
            }

            @Override
            public void read() {
                // the branch is there and writes nothing
            }
        };
    }
}
