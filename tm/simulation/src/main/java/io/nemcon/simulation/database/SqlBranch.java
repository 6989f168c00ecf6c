package io.nemcon.simulation.database;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Witness;
import io.nemcon.node.host.Host;
import io.nemcon.simulation.database.DatabaseException.Kind;
import io.nemcon.simulation.machine.Machine;
import org.jspecify.annotations.Nullable;

/** A branch by SQL of two phases, with the transaction's number as witness: what the adapter for PostgreSQL does. */
public final class SqlBranch implements Branch {

    private final BranchId id;
    private final SimDatabase database;
    private final DatabaseSession session;
    private final SqlVerifier verifier;
    private boolean readOnly = true;
    private @Nullable String broken;
    private boolean prepared;
    private Witness witness = Witness.NONE;
    private @Nullable BranchEnd end;

    private SqlBranch(BranchId id, SimDatabase database, DatabaseSession session, SqlVerifier verifier) {
        this.id = id;
        this.database = database;
        this.session = session;
        this.verifier = verifier;
    }

    /** Takes a connection and begins. Blocks. */
    public static SqlBranch open(BranchId id, SimDatabase database, Machine machine, Host host)
            throws TroubleException {
        DatabaseSession session = null;
        try {
            session = DatabaseSession.open(database, machine, host);
            session.ask(() -> "BEGIN " + Gids.words(id), backend -> {
                database.begin(backend, id);
                return true;
            });
        } catch (DatabaseException failed) {
            if (session != null) {
                session.close();
            }
            throw new TroubleException(database + ": " + failed.getMessage());
        }
        return new SqlBranch(id, database, session, new SqlVerifier(database, machine, host));
    }

    /** Adds to an account; what it then holds. Blocks. */
    public long add(int account, long delta) throws TroubleException {
        return work(() -> {
            readOnly = false;
            return session.call(
                    () -> "account " + account + (delta < 0 ? " " : " +") + delta,
                    backend -> database.add(backend, account, delta));
        });
    }

    public long read(int account) throws TroubleException {
        return work(() -> session.ask(() -> "read account " + account, backend -> database.read(account)));
    }

    private interface Work {
        long run() throws DatabaseException;
    }

    private long work(Work work) throws TroubleException {
        try {
            return work.run();
        } catch (DatabaseException failed) {
            broken = database + ": " + failed.getMessage();
            throw new TroubleException(broken);
        }
    }

    @Override
    public boolean twoPhase() {
        return true;
    }

    @Override
    public boolean looksReadOnly() {
        return readOnly;
    }

    @Override
    public PrepareAnswer endReadOnly() {
        if (broken != null) {
            return refuse(broken);
        }
        try {
            long xid = session.ask(() -> "xid of " + Gids.words(id), database::xid);
            if (xid != 0) {
                return PrepareAnswer.yes(Witness.NONE);
            }
            session.ask(() -> "COMMIT " + Gids.words(id), backend -> {
                database.commit(backend);
                return true;
            });
            end = BranchEnd.ROLLED_BACK; // nothing was written: whoever misses this answer and rolls back has done so
            return PrepareAnswer.READ_ONLY;
        } catch (DatabaseException failed) {
            return refuse(failed.getMessage());
        }
    }

    @Override
    public PrepareAnswer prepare() {
        if (broken != null) {
            return refuse(broken);
        }
        try {
            long xid =
                    session.ask(() -> "PREPARE " + Gids.words(id), backend -> database.prepare(backend, Gids.of(id)));
            if (xid == 0) {
                end = BranchEnd.ROLLED_BACK;
                return PrepareAnswer.READ_ONLY;
            }
            prepared = true;
            witness = new Witness(Long.toString(xid));
            return PrepareAnswer.yes(witness);
        } catch (DatabaseException failed) {
            return refuse(failed.getMessage());
        }
    }

    private PrepareAnswer refuse(@Nullable String why) {
        BranchEnd undone = rollback();
        return undone.kind() == BranchEnd.Kind.ROLLED_BACK
                ? PrepareAnswer.no(String.valueOf(why))
                : PrepareAnswer.unanswered(why + "; " + undone.why());
    }

    @Override
    public OnePhaseEnd commitOnePhase() {
        if (broken != null) {
            rollback();
            return OnePhaseEnd.rolledBack(broken);
        }
        int life = database.life();
        long xid = 0;
        try {
            xid = session.ask(() -> "xid of " + Gids.words(id), database::xid);
        } catch (DatabaseException failed) {
            rollback();
            return OnePhaseEnd.rolledBack(String.valueOf(failed.getMessage())); // COMMIT was not sent
        }
        try {
            session.ask(() -> "COMMIT " + Gids.words(id), backend -> {
                database.commit(backend);
                return true;
            });
            return OnePhaseEnd.COMMITTED;
        } catch (DatabaseException failed) {
            if (failed.kind() == Kind.REFUSED) {
                rollback();
                return OnePhaseEnd.rolledBack(String.valueOf(failed.getMessage()));
            }
            return verifier.onePhase(session.backendId(), xid, life);
        }
    }

    @Override
    public BranchEnd commit() {
        if (!prepared) {
            return BranchEnd.unsettled("it never voted YES");
        }
        if (session.usable()) {
            try {
                return session.ask(() -> "COMMIT PREPARED " + Gids.words(id), backend -> {
                    database.commitPrepared(Gids.of(id), backend.client.name());
                    return BranchEnd.COMMITTED;
                });
            } catch (DatabaseException failed) {
                session.close();
            }
        }
        return verifier.commit(id, witness);
    }

    @Override
    public BranchEnd rollback() {
        if (end != null) {
            return end;
        }
        BranchEnd found = prepared ? rollbackPrepared() : rollbackWork();
        if (found.kind() != BranchEnd.Kind.UNSETTLED) {
            end = found;
        }
        return found;
    }

    private BranchEnd rollbackPrepared() {
        if (session.usable()) {
            try {
                return session.ask(() -> "ROLLBACK PREPARED " + Gids.words(id), backend -> {
                    database.rollbackPrepared(Gids.of(id), backend.client.name());
                    return BranchEnd.ROLLED_BACK;
                });
            } catch (DatabaseException failed) {
                session.close();
            }
        }
        return verifier.rollback(id, witness);
    }

    private BranchEnd rollbackWork() {
        if (session.usable()) {
            try {
                return session.ask(() -> "ROLLBACK " + Gids.words(id), backend -> {
                    database.rollback(backend);
                    return BranchEnd.ROLLED_BACK;
                });
            } catch (DatabaseException failed) {
                session.close();
            }
        }
        return verifier.undo(id, session.backendId());
    }

    @Override
    public void cancel() {
        // statements here are bounded by the server
    }

    @Override
    public void release() {
        session.close();
    }

    @Override
    public String describe() {
        return "branch " + Gids.words(id) + " of " + database;
    }
}
