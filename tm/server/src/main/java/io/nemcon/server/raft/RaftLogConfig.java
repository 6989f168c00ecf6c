package io.nemcon.server.raft;

import io.nemcon.server.raft.rpc.PeerAddresses;
import io.nemcon.wire.WireEndpoint;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a node of a group is. Immutable.
 *
 * @param group letters, digits, dashes and underscores; a group id in hex is one
 * @param self this node's one address, by which the others call it
 * @param voters the nodes of the group when it was formed, 1, 3 or 5; what changed since is in the log
 * @param observers nodes that replicate and never vote
 * @param folder this node's alone; made if it does not exist
 */
public record RaftLogConfig(
        String group,
        WireEndpoint self,
        List<WireEndpoint> voters,
        List<WireEndpoint> observers,
        Path folder,
        RaftTimings timings,
        SnapshotPolicy snapshots,
        RaftLimits limits) {

    private static final Pattern GROUP = Pattern.compile("[0-9A-Za-z_-]{1,64}");

    public RaftLogConfig {
        voters = List.copyOf(voters);
        observers = List.copyOf(observers);
        if (!GROUP.matcher(group).matches()) {
            throw new IllegalArgumentException(
                    "a group is called by 1 to 64 letters, digits, dashes and underscores, not \"" + group + "\"");
        }
        PeerAddresses.check(self);
        Set<WireEndpoint> members = new HashSet<>();
        for (List<WireEndpoint> kind : List.of(voters, observers)) {
            for (WireEndpoint member : kind) {
                PeerAddresses.check(member);
                if (!members.add(member)) {
                    throw new IllegalArgumentException("group " + group + " has " + member + " twice: voters " + voters
                            + ", observers " + observers);
                }
            }
        }
        if (voters.isEmpty()) {
            throw new IllegalArgumentException("group " + group + " has no voters");
        }
    }

    /** With the standard timings, snapshots and limits. */
    public static RaftLogConfig of(
            String group, WireEndpoint self, List<WireEndpoint> voters, List<WireEndpoint> observers, Path folder) {
        return new RaftLogConfig(
                group,
                self,
                voters,
                observers,
                folder,
                RaftTimings.standard(),
                SnapshotPolicy.standard(),
                RaftLimits.standard());
    }

    public RaftLogConfig with(RaftTimings other) {
        return new RaftLogConfig(group, self, voters, observers, folder, other, snapshots, limits);
    }

    public RaftLogConfig with(SnapshotPolicy other) {
        return new RaftLogConfig(group, self, voters, observers, folder, timings, other, limits);
    }

    public RaftLogConfig with(RaftLimits other) {
        return new RaftLogConfig(group, self, voters, observers, folder, timings, snapshots, other);
    }

    /** Whether this node is of the group from its beginning; if not, it waits to be added. */
    boolean founding() {
        return voters.contains(self) || observers.contains(self);
    }
}
