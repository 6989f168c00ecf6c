package io.nemcon.simulation.database;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Witness;
import io.nemcon.node.host.Host;
import io.nemcon.simulation.machine.Machine;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out on other connections what an ambiguous answer left behind: prepared list first, then witness. Blocks. */
final class SqlVerifier {

    private static final long PATIENCE_NS = 2_000_000_000L;
    private static final long PAUSE_NS = 200_000_000L;

    /** One look; null if it has to be taken again. */
    private interface Look<T> {
        @Nullable
        T take(DatabaseSession session) throws DatabaseException;
    }

    private final SimDatabase database;
    private final Machine machine;
    private final Host host;

    SqlVerifier(SimDatabase database, Machine machine, Host host) {
        this.database = database;
        this.machine = machine;
        this.host = host;
    }

    /** Nobody has decided it: ends its backend, so that no late command can land, and rolls back what is prepared. */
    BranchEnd undo(BranchId id, long backend) {
        return look(
                session -> {
                    if (!end(session, backend)) {
                        return null;
                    }
                    if (!isPrepared(session, id)) {
                        return BranchEnd.ROLLED_BACK;
                    }
                    rollbackPrepared(session, id);
                    return null;
                },
                BranchEnd::unsettled);
    }

    BranchEnd commit(BranchId id, Witness witness) {
        return look(
                session -> {
                    if (isPrepared(session, id)) {
                        commitPrepared(session, id);
                        return null;
                    }
                    return ended(status(session, Long.parseLong(witness.evidence())));
                },
                BranchEnd::unsettled);
    }

    BranchEnd rollback(BranchId id, Witness witness) {
        return look(
                session -> {
                    if (isPrepared(session, id)) {
                        rollbackPrepared(session, id);
                        return null;
                    }
                    return ended(status(session, Long.parseLong(witness.evidence())));
                },
                BranchEnd::unsettled);
    }

    private static @Nullable BranchEnd ended(SimDatabase.Witnessed witnessed) {
        return switch (witnessed) {
            case COMMITTED -> BranchEnd.COMMITTED;
            case ROLLED_BACK -> BranchEnd.ROLLED_BACK;
            case IN_PROGRESS -> null;
            case UNKNOWN -> BranchEnd.unsettled("the server does not know its witness");
        };
    }

    /** @param life of the server when it told the number: a server that has died since may have given it again */
    OnePhaseEnd onePhase(long backend, long xid, int life) {
        return look(
                session -> {
                    if (!end(session, backend)) {
                        return null;
                    }
                    if (xid == 0) {
                        return OnePhaseEnd.COMMITTED;
                    }
                    return switch (status(session, xid)) {
                        case COMMITTED ->
                            database.life() == life
                                    ? OnePhaseEnd.COMMITTED
                                    : OnePhaseEnd.unknown("the server has died since");
                        case ROLLED_BACK -> OnePhaseEnd.rolledBack("its witness says so");
                        case IN_PROGRESS -> null;
                        case UNKNOWN -> OnePhaseEnd.unknown("the server does not know its witness");
                    };
                },
                OnePhaseEnd::unknown);
    }

    private boolean end(DatabaseSession session, long backend) throws DatabaseException {
        return session.ask(() -> "terminate backend " + backend, at -> {
            database.end(backend);
            return !database.isConnected(backend);
        });
    }

    private boolean isPrepared(DatabaseSession session, BranchId id) throws DatabaseException {
        return session.ask(() -> "is " + Gids.words(id) + " prepared?", at -> database.prepared().stream()
                .anyMatch(row -> row.branch().equals(id)));
    }

    private void commitPrepared(DatabaseSession session, BranchId id) throws DatabaseException {
        session.ask(() -> "COMMIT PREPARED " + Gids.words(id), at -> {
            database.commitPrepared(Gids.of(id), machine.name());
            return true;
        });
    }

    private void rollbackPrepared(DatabaseSession session, BranchId id) throws DatabaseException {
        session.ask(() -> "ROLLBACK PREPARED " + Gids.words(id), at -> {
            database.rollbackPrepared(Gids.of(id), machine.name());
            return true;
        });
    }

    private SimDatabase.Witnessed status(DatabaseSession session, long xid) throws DatabaseException {
        return session.ask(() -> "status of " + xid, at -> database.status(xid));
    }

    private <T> T look(Look<T> look, Function<String, T> tooLate) {
        long untilNs = host.nanoTime() + PATIENCE_NS;
        String trouble = "still busy";
        while (host.nanoTime() - untilNs < 0) {
            DatabaseSession session = null;
            try {
                session = DatabaseSession.open(database, machine, host);
                while (host.nanoTime() - untilNs < 0) {
                    T found = look.take(session);
                    if (found != null) {
                        return found;
                    }
                    DatabaseSession.sleep(host, PAUSE_NS);
                }
            } catch (DatabaseException failed) {
                trouble = String.valueOf(failed.getMessage());
                pause();
            } finally {
                if (session != null) {
                    session.close();
                }
            }
        }
        return tooLate.apply(trouble);
    }

    private void pause() {
        try {
            host.sleep(PAUSE_NS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
