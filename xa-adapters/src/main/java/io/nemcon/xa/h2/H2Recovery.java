package io.nemcon.xa.h2;

import io.nemcon.agent.RecoverableResource;
import io.nemcon.agent.ResourceUnreachableException;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.transaction.xa.XAException;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * An H2 database as its agent sees it. H2 tells no age and keeps no witness. One thread at a time; {@link #close} may come
 * from another.
 */
final class H2Recovery implements RecoverableResource {

    private static final String ACKNOWLEDGED = "";

    private final ResourceName name;
    private final H2XaDataSource source;
    private final H2Prepared prepared;
    private volatile @Nullable Connection connection;

    H2Recovery(ResourceName name, H2XaDataSource source, H2Prepared prepared) {
        this.name = name;
        this.source = source;
        this.prepared = prepared;
    }

    @Override
    public ResourceName name() {
        return name;
    }

    @Override
    public List<Listed> prepared() throws ResourceUnreachableException {
        try {
            return H2Prepared.names(connection()).stream()
                    .map(text -> new Listed(H2Names.parse(text), text, 0))
                    .toList();
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    @Override
    public String commit(Listed branch) throws ResourceUnreachableException {
        return finish(branch, true);
    }

    @Override
    public String rollback(Listed branch) throws ResourceUnreachableException {
        return finish(branch, false);
    }

    private String finish(Listed branch, boolean commit) throws ResourceUnreachableException {
        BranchId id = branch.branch();
        if (id != null && prepared.isOwned(id)) {
            return "its owner in this process is at it";
        }
        try {
            if (id != null && prepared.finishParked(id, commit)) {
                return ACKNOWLEDGED;
            }
            H2Prepared.finish(connection(), branch.text(), commit);
            return ACKNOWLEDGED;
        } catch (XAException e) {
            return String.valueOf(e.getMessage());
        } catch (SQLException e) {
            if (e.getErrorCode() == ErrorCode.TRANSACTION_NOT_FOUND_1) {
                return String.valueOf(e.getMessage());
            }
            throw unreachable(e);
        }
    }

    /** There is none. */
    @Override
    public Testimony ask(BranchId branch, Witness witness) {
        return Testimony.UNKNOWN;
    }

    @Override
    public boolean hasWitness() {
        return false;
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = source.plainConnection();
            connection = open;
        }
        return open;
    }

    private ResourceUnreachableException unreachable(SQLException e) {
        close();
        return new ResourceUnreachableException("resource " + name + " did not answer its agent: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (SQLException alreadyBroken) {
            // nothing is lost with it
        }
    }
}
