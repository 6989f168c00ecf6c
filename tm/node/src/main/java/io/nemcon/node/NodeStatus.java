package io.nemcon.node;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.protocol.Enums;
import io.nemcon.node.log.Role;

/**
 * What one node says of itself, from memory: nothing that decides an outcome may depend on it.
 *
 * @param version the version of its software
 * @param leader {@code host:port} of the leader it knows; empty if none
 * @param appliedIndex the newest entry its ledger has applied
 * @param unfinished decided transactions with branches not yet reported finished, as far as this node has applied
 */
public record NodeStatus(
        String version,
        Role role,
        long term,
        String leader,
        long appliedIndex,
        int sessionsAlive,
        int unfinished,
        long committed,
        int incidentsOpen) {

    public byte[] toBytes() {
        ByteWriter out = new ByteWriter();
        out.writeString(version);
        Enums.write(out, role);
        out.writeVar(term).writeString(leader).writeVar(appliedIndex);
        out.writeVar(sessionsAlive).writeVar(unfinished).writeVar(committed).writeVar(incidentsOpen);
        return out.toByteArray();
    }

    public static NodeStatus fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        NodeStatus status = new NodeStatus(
                in.readString(),
                Enums.read(in, Role.values()),
                in.readVar(),
                in.readString(),
                in.readVar(),
                in.readCount(Integer.MAX_VALUE),
                in.readCount(Integer.MAX_VALUE),
                in.readVar(),
                in.readCount(Integer.MAX_VALUE));
        in.requireEnd("a node's status");
        return status;
    }
}
