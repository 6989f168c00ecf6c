package io.nemcon.xa.postgresql;

import io.nemcon.agent.PreparedUse;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.agent.ResourceUnreachableException;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.xa.spi.AdapterSettings;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL database as its agent sees it, over one connection of its own that is opened when needed and anew after any
 * error. One thread at a time; {@link #close} may come from another.
 */
final class PostgresRecovery implements RecoverableResource {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresRecovery.class);

    private static final String ACKNOWLEDGED = "";

    private final AdapterSettings settings;
    private volatile @Nullable PostgresInspection inspection;

    PostgresRecovery(AdapterSettings settings) {
        this.settings = settings;
    }

    private interface Question<T> {
        T ask(PostgresInspection inspection) throws SQLException;
    }

    @Override
    public ResourceName name() {
        return settings.name();
    }

    @Override
    public List<Listed> prepared() throws ResourceUnreachableException {
        return ask(PostgresInspection::prepared);
    }

    @Override
    public PreparedUse preparedUse() throws ResourceUnreachableException {
        return ask(PostgresInspection::preparedUse);
    }

    @Override
    public String commit(Listed branch) throws ResourceUnreachableException {
        return finish(inspection -> {
            inspection.commitPrepared(branch.text());
            return ACKNOWLEDGED;
        });
    }

    @Override
    public String rollback(Listed branch) throws ResourceUnreachableException {
        return finish(inspection -> {
            inspection.rollbackPrepared(branch.text());
            return ACKNOWLEDGED;
        });
    }

    /** A refusal is an answer too. */
    private String finish(Question<String> command) throws ResourceUnreachableException {
        return ask(inspection -> {
            try {
                return command.ask(inspection);
            } catch (SQLException e) {
                if (PostgresErrors.isRefusal(e)) {
                    return PostgresErrors.words(e);
                }
                throw e;
            }
        });
    }

    @Override
    public Testimony ask(BranchId branch, Witness witness) throws ResourceUnreachableException {
        return ask(inspection -> inspection.status(witness.evidence()));
    }

    @Override
    public @Nullable Long position() throws ResourceUnreachableException {
        return ask(PostgresInspection::position).orElse(null);
    }

    @Override
    public boolean hasWitness() {
        return true;
    }

    private <T> T ask(Question<T> question) throws ResourceUnreachableException {
        try {
            PostgresInspection open = inspection;
            if (open == null) {
                open = PostgresInspection.open(
                        settings, settings.verifyTimeout().toMillis());
                inspection = open;
            }
            return question.ask(open);
        } catch (SQLException e) {
            close();
            throw new ResourceUnreachableException(
                    "resource " + settings.name() + " did not answer its agent: " + PostgresErrors.words(e), e);
        }
    }

    @Override
    public void close() {
        PostgresInspection open = inspection;
        inspection = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (SQLException e) {
            LOG.debug("resource {}: the agent's connection was broken already", settings.name(), e);
        }
    }
}
