package io.nemcon.xa.mariadb;

import io.nemcon.agent.RecoverableResource;
import io.nemcon.agent.ResourceUnreachableException;
import io.nemcon.agent.WitnessedBranch;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.Deadline;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MariaDB database as its agent sees it, over one connection of its own that is opened when needed and anew after any
 * error. One thread at a time; {@link #close} may come from another.
 *
 * <p>The server lists the prepared branches of all its databases. Which of them are this resource's their bqual says; the
 * others are told and not touched.
 */
final class MariaDbRecovery implements RecoverableResource {

    private static final Logger LOG = LoggerFactory.getLogger(MariaDbRecovery.class);

    private static final String ACKNOWLEDGED = "";

    private final AdapterSettings settings;
    private final WitnessTable table;
    private final WitnessSweep sweep;
    private final Departures departures = new Departures();

    /** When a branch was seen first: the server does not tell its age. */
    private final Map<String, Long> seenSinceNanos = new HashMap<>();

    private volatile @Nullable MariaDbInspection inspection;

    MariaDbRecovery(AdapterSettings settings, WitnessTable table) {
        this.settings = settings;
        this.table = table;
        this.sweep = new WitnessSweep(table, settings.name());
    }

    private interface Question<T> {
        T ask(MariaDbInspection inspection) throws SQLException;
    }

    /** A command that finishes a prepared branch. */
    private interface Finish {
        void on(MariaDbInspection inspection, BranchId branch) throws SQLException;
    }

    @Override
    public ResourceName name() {
        return settings.name();
    }

    @Override
    public List<Listed> prepared() throws ResourceUnreachableException {
        return ask(inspection -> {
            List<Listed> listed = inspection.prepared();
            List<BranchId> ours =
                    listed.stream().map(Listed::branch).filter(Objects::nonNull).toList();
            if (ours.isEmpty()) {
                return aged(listed, Map.of());
            }
            inspection.noteDepartures(table, ours, departures);
            return aged(listed, inspection.preparedAgoMs(table, ours));
        });
    }

    /** Those that left no row here, because they are another database's or manager's, age from when they were first seen. */
    private List<Listed> aged(List<Listed> listed, Map<BranchId, Long> ages) {
        long nowNanos = System.nanoTime();
        Set<String> there = new HashSet<>();
        List<Listed> aged = new ArrayList<>();
        for (Listed one : listed) {
            there.add(one.text());
            long since = seenSinceNanos.computeIfAbsent(one.text(), text -> nowNanos);
            long seenMs = TimeUnit.NANOSECONDS.toMillis(nowNanos - since);
            BranchId branch = one.branch();
            Long rowMs = branch == null ? null : ages.get(branch);
            aged.add(new Listed(branch, one.text(), rowMs == null ? seenMs : Math.max(seenMs, rowMs)));
        }
        seenSinceNanos.keySet().retainAll(there);
        return aged;
    }

    @Override
    public String commit(Listed branch) throws ResourceUnreachableException {
        return finish(branch, MariaDbInspection::commitPrepared);
    }

    @Override
    public String rollback(Listed branch) throws ResourceUnreachableException {
        return finish(branch, MariaDbInspection::rollbackPrepared);
    }

    private String finish(Listed listed, Finish command) throws ResourceUnreachableException {
        BranchId branch = listed.branch();
        if (branch == null) {
            return listed.text() + " is no branch of Nemcon's, and is left alone";
        }
        return ask(inspection -> {
            String busy = endOwner(inspection, branch);
            return busy.isEmpty() ? told(inspection, branch, command) : busy;
        });
    }

    /** Its own connection has to go first. Empty once that is done; else in words, why it is not. */
    private String endOwner(MariaDbInspection inspection, BranchId branch) throws SQLException {
        Owner owner = inspection.ownerOf(table, branch);
        if (owner == null) {
            return inspection.isPrepared(branch)
                    ? branch + " has no row in " + table.name() + " that tells whose it is"
                    : ACKNOWLEDGED;
        }
        Deadline deadline = new Deadline(settings.verifyTimeout());
        try {
            while (!inspection.end(owner, departures)) {
                if (!deadline.pause()) {
                    return "its connection " + owner.connectionId() + " was told to end, and has not yet";
                }
            }
        } catch (SQLException e) {
            if (MariaDbErrors.is(e, MariaDbErrors.NOT_OWNER_OF_THREAD)) {
                return MariaDbErrors.words(e) + "; run GRANT CONNECTION ADMIN ON *.* TO the agent's user";
            }
            throw e;
        }
        return ACKNOWLEDGED;
    }

    /** A refusal is an answer too. */
    private static String told(MariaDbInspection inspection, BranchId branch, Finish command) throws SQLException {
        try {
            command.on(inspection, branch);
            return ACKNOWLEDGED;
        } catch (SQLException e) {
            if (MariaDbErrors.isRefusal(e)) {
                return MariaDbErrors.words(e);
            }
            throw e;
        }
    }

    /** The list once more, so that the order holds whoever asks: list first, then witness. */
    @Override
    public Testimony ask(BranchId branch, Witness witness) throws ResourceUnreachableException {
        return ask(inspection ->
                inspection.isPrepared(branch) ? Testimony.IN_PROGRESS : inspection.ask(table, branch, witness));
    }

    @Override
    public boolean hasWitness() {
        return true;
    }

    @Override
    public List<WitnessedBranch> oldWitnesses(GroupId group, int max) throws ResourceUnreachableException {
        return ask(inspection -> sweep.next(inspection, group, max));
    }

    @Override
    public void removeWitnesses(GroupId group, List<BranchId> branches) throws ResourceUnreachableException {
        ask(inspection -> {
            sweep.remove(inspection, group, branches);
            return ACKNOWLEDGED;
        });
    }

    private <T> T ask(Question<T> question) throws ResourceUnreachableException {
        try {
            MariaDbInspection open = inspection;
            if (open == null) {
                open = MariaDbInspection.open(settings, settings.verifyTimeout().toMillis());
                inspection = open;
            }
            return question.ask(open);
        } catch (SQLException e) {
            close();
            throw unreachable(e);
        }
    }

    private ResourceUnreachableException unreachable(SQLException e) {
        return new ResourceUnreachableException(
                "resource " + settings.name() + " did not answer its agent: " + MariaDbErrors.words(e), e);
    }

    @Override
    public void close() {
        MariaDbInspection open = inspection;
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
