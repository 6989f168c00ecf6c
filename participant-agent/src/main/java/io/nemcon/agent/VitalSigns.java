package io.nemcon.agent;

import io.nemcon.core.id.ResourceName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one resource's agent in this process is, by what it found in its last round. Immutable.
 *
 * @param active whether it is the one that works; one that stands by asks the group every ten seconds, and never its database
 * @param groupAnswers whether the group answered when it was asked last
 * @param resourceAnswers whether the resource did; true if it was not asked since it last did
 * @param scannedAgoMs since the whole list of prepared branches was read last; {@link #NEVER} if it was not
 * @param index the newest log index that the group has told
 * @param unfinished how many branches of decided transactions were left to this resource
 * @param oldestUnfinishedMs how long ago the oldest of them was decided, up to this moment; {@link #NEVER} if there is none
 * @param prepared null if it was not counted while this agent was active
 * @param faults what is wrong, each in words; empty if all is well
 */
public record VitalSigns(
        ResourceName resource,
        boolean active,
        boolean groupAnswers,
        boolean resourceAnswers,
        long scannedAgoMs,
        long index,
        int unfinished,
        long oldestUnfinishedMs,
        @Nullable PreparedUse prepared,
        List<String> faults) {

    public static final long NEVER = -1;

    public VitalSigns {
        faults = List.copyOf(faults);
    }

    /** Of a resource that could not be opened yet. */
    public static VitalSigns notOpen(ResourceName resource, String why) {
        return new VitalSigns(resource, false, true, false, NEVER, 0, 0, NEVER, null, List.of(why));
    }

    public boolean isHealthy() {
        return faults.isEmpty();
    }
}
