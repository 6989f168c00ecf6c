package io.nemcon.agent;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Heuristic;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A resource behind the agent's crash points. What fails at one fails as a resource that does not answer. */
final class PassedResource implements RecoverableResource {

    private final Host host;
    private final RecoverableResource resource;

    /** How many branches the last listing had. Agent thread only. */
    private int listed;

    PassedResource(Host host, RecoverableResource resource) {
        this.host = host;
        this.resource = resource;
    }

    private void pass(CrashPoint point) throws ResourceUnreachableException {
        host.at(point, why -> new ResourceUnreachableException(why, new IllegalStateException(why)));
    }

    @Override
    public ResourceName name() {
        return resource.name();
    }

    @Override
    public List<Listed> prepared() throws ResourceUnreachableException {
        pass(CrashPoint.AGENT_BEFORE_PREPARED_LISTED);
        List<Listed> found = resource.prepared();
        listed = found.size();
        return found;
    }

    @Override
    public PreparedUse preparedUse() throws ResourceUnreachableException {
        pass(CrashPoint.AGENT_BEFORE_PREPARED_COUNTED);
        PreparedUse use = resource.preparedUse();
        return use == null ? PreparedUse.withoutLimit(listed) : use;
    }

    @Override
    public String commit(Listed branch) throws ResourceUnreachableException {
        pass(CrashPoint.AGENT_BEFORE_COMMIT);
        String words = resource.commit(branch);
        pass(CrashPoint.AGENT_COMMITTED);
        return words;
    }

    @Override
    public String rollback(Listed branch) throws ResourceUnreachableException {
        pass(CrashPoint.AGENT_BEFORE_ROLLBACK);
        String words = resource.rollback(branch);
        pass(CrashPoint.AGENT_ROLLED_BACK);
        return words;
    }

    @Override
    public @Nullable Heuristic endedByItself(Listed branch) {
        return resource.endedByItself(branch);
    }

    @Override
    public String forget(Listed branch) throws ResourceUnreachableException {
        pass(CrashPoint.AGENT_BEFORE_FORGET);
        return resource.forget(branch);
    }

    @Override
    public Testimony ask(BranchId branch, Witness witness) throws ResourceUnreachableException {
        pass(CrashPoint.AGENT_BEFORE_WITNESS_ASKED);
        return resource.ask(branch, witness);
    }

    @Override
    public @Nullable Long position() throws ResourceUnreachableException {
        pass(CrashPoint.AGENT_BEFORE_POSITION_ASKED);
        return resource.position();
    }

    @Override
    public boolean hasWitness() {
        return resource.hasWitness();
    }

    @Override
    public List<WitnessedBranch> oldWitnesses(GroupId group, int max) throws ResourceUnreachableException {
        pass(CrashPoint.AGENT_BEFORE_OLD_WITNESSES_LISTED);
        return resource.oldWitnesses(group, max);
    }

    @Override
    public void removeWitnesses(GroupId group, List<BranchId> branches) throws ResourceUnreachableException {
        pass(CrashPoint.AGENT_BEFORE_OLD_WITNESSES_REMOVED);
        resource.removeWitnesses(group, branches);
    }

    @Override
    public void close() {
        resource.close();
    }
}
