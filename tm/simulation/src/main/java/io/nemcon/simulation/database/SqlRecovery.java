package io.nemcon.simulation.database;

import io.nemcon.agent.RecoverableResource;
import io.nemcon.agent.ResourceUnreachableException;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.node.host.Host;
import io.nemcon.simulation.database.DatabaseException.Kind;
import io.nemcon.simulation.machine.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an agent does in a database by SQL. */
public final class SqlRecovery implements RecoverableResource {

    private final SimDatabase database;
    private final Machine machine;
    private final Host host;
    private @Nullable DatabaseSession session;

    public SqlRecovery(SimDatabase database, Machine machine, Host host) {
        this.database = database;
        this.machine = machine;
        this.host = host;
    }

    @Override
    public ResourceName name() {
        return database.name();
    }

    private interface Question<T> {
        T ask(DatabaseSession session) throws DatabaseException;
    }

    private <T> T ask(String what, Question<T> question) throws ResourceUnreachableException {
        try {
            DatabaseSession open = session;
            if (open == null || !open.usable()) {
                open = DatabaseSession.open(database, machine, host);
                session = open;
            }
            return question.ask(open);
        } catch (DatabaseException failed) {
            close();
            throw new ResourceUnreachableException(database + " did not answer " + what, failed);
        }
    }

    @Override
    public List<Listed> prepared() throws ResourceUnreachableException {
        return ask("the list", open -> open.ask(() -> "list of prepared branches", database::list).stream()
                .map(row -> new Listed(row.branch(), row.gid(), 0))
                .toList());
    }

    @Override
    public String commit(Listed branch) throws ResourceUnreachableException {
        return end("COMMIT PREPARED ", branch, () -> database.commitPrepared(branch.text(), machine.name()));
    }

    @Override
    public String rollback(Listed branch) throws ResourceUnreachableException {
        return end("ROLLBACK PREPARED ", branch, () -> database.rollbackPrepared(branch.text(), machine.name()));
    }

    private interface End {
        void run() throws DatabaseException;
    }

    private String end(String what, Listed branch, End end) throws ResourceUnreachableException {
        return ask(what, open -> {
            try {
                open.ask(() -> what + words(branch), backend -> {
                    end.run();
                    return true;
                });
                return "";
            } catch (DatabaseException failed) {
                if (failed.kind() == Kind.LOST || failed.kind() == Kind.UNREACHABLE) {
                    throw failed;
                }
                return String.valueOf(failed.getMessage());
            }
        });
    }

    private static String words(Listed branch) {
        BranchId id = branch.branch();
        return id == null ? branch.text() : Gids.words(id);
    }

    @Override
    public Testimony ask(BranchId branch, Witness witness) throws ResourceUnreachableException {
        long xid = Long.parseLong(witness.evidence());
        SimDatabase.Witnessed said =
                ask("a witness", open -> open.ask(() -> "status of " + xid, backend -> database.status(xid)));
        return switch (said) {
            case COMMITTED -> Testimony.COMMITTED;
            case ROLLED_BACK -> Testimony.ROLLED_BACK;
            case IN_PROGRESS -> Testimony.IN_PROGRESS;
            case UNKNOWN -> Testimony.UNKNOWN;
        };
    }

    @Override
    public boolean hasWitness() {
        return true;
    }

    @Override
    public void close() {
        DatabaseSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }
}
