package io.nemcon.node;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.Enums;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.QueryCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger's service on the wire: numbers of its methods and news, and the bytes of those that core has no codec for.
 * Shared by client and server; numbers are never reused.
 */
public final class LedgerProtocol {

    public static final int SERVICE = 1;

    /** A {@code CommandCodec} command; answered with a {@code ResultCodec} result. */
    public static final int PROPOSE = 1;

    /** A {@code QueryCodec} query; answered with an {@code AnswerCodec} answer. */
    public static final int QUERY = 2;

    /** A session; answered with one byte, 1 while it is alive. */
    public static final int HEARTBEAT = 3;

    /** Gtrids; answered with nothing. */
    public static final int INQUIRE = 4;

    /** Nothing; answered by any node with its {@link NodeStatus}. */
    public static final int NODE_STATUS = 5;

    /** Milliseconds for votes, and a DECIDE(COMMIT) as a {@code CommandCodec} command; answered with a result. */
    public static final int COMMIT_JOINED = 6;

    /** A {@link JoinedVote}; answered with nothing. */
    public static final int VOTE = 7;

    /** News: resource names. */
    public static final int AGENT_WANTED = 1;

    /** News: gtrids. */
    public static final int OWNER_ASKED = 2;

    /** News: a session. */
    public static final int SESSION_ENDED = 3;

    /** News: a session, and gtrids that it has joined. */
    public static final int VOTES_WANTED = 4;

    /** News: a gtrid and its outcome. */
    public static final int JOINED_DECIDED = 5;

    private static final int RESOURCES_MAX = 10_000;

    private LedgerProtocol() {}

    public static byte[] encodeSession(SessionId session) {
        return new ByteWriter(16).writeVar(session.index()).toByteArray();
    }

    public static SessionId decodeSession(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        long index = in.readVar();
        in.requireEnd("a session id");
        if (index <= 0) {
            throw new MalformedBytesException("session id " + index);
        }
        return new SessionId(index);
    }

    /** A commit that the leader is to ask joined sessions about. */
    public record CommitJoined(Command.FromSession decide, long votesWithinMs) {}

    public static byte[] encodeCommitJoined(Command.FromSession decide, long votesWithinMs) {
        return new ByteWriter()
                .writeVar(votesWithinMs)
                .writeBytes(CommandCodec.encode(decide))
                .toByteArray();
    }

    public static CommitJoined decodeCommitJoined(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        long votesWithinMs = in.readVar();
        Command command = CommandCodec.decode(in.readBytes());
        in.requireEnd("a commit");
        if (command instanceof Command.FromSession decide) {
            return new CommitJoined(decide, votesWithinMs);
        }
        throw new MalformedBytesException(
                "no session commits by " + command.getClass().getSimpleName());
    }

    /** What a session is asked to vote on. */
    public record VotesWanted(SessionId session, List<Gtrid> gtrids) {}

    public static byte[] encodeVotesWanted(SessionId session, List<Gtrid> gtrids) {
        ByteWriter out = new ByteWriter();
        QueryCodec.writeGtrids(out.writeVar(session.index()), gtrids);
        return out.toByteArray();
    }

    public static VotesWanted decodeVotesWanted(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        try {
            VotesWanted wanted = new VotesWanted(new SessionId(in.readVar()), QueryCodec.readGtrids(in));
            in.requireEnd("a list of gtrids");
            return wanted;
        } catch (IllegalArgumentException badValue) {
            throw new MalformedBytesException("votes wanted with a bad value: " + badValue.getMessage());
        }
    }

    /** How a transaction was decided. */
    public record JoinedDecided(Gtrid gtrid, Outcome outcome) {}

    public static byte[] encodeJoinedDecided(Gtrid gtrid, Outcome outcome) {
        ByteWriter out = new ByteWriter();
        gtrid.writeTo(out);
        Enums.write(out, outcome);
        return out.toByteArray();
    }

    public static JoinedDecided decodeJoinedDecided(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        JoinedDecided decided = new JoinedDecided(Gtrid.readFrom(in), Enums.read(in, Outcome.values()));
        in.requireEnd("an outcome");
        return decided;
    }

    public static byte[] encodeAlive(boolean alive) {
        return new byte[] {(byte) (alive ? 1 : 0)};
    }

    public static boolean decodeAlive(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        boolean alive = in.readBoolean();
        in.requireEnd("a heartbeat's answer");
        return alive;
    }

    public static byte[] encodeGtrids(List<Gtrid> gtrids) {
        ByteWriter out = new ByteWriter(8 + gtrids.size() * Gtrid.LENGTH_BYTES);
        QueryCodec.writeGtrids(out, gtrids);
        return out.toByteArray();
    }

    public static List<Gtrid> decodeGtrids(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        try {
            List<Gtrid> gtrids = QueryCodec.readGtrids(in);
            in.requireEnd("a list of gtrids");
            return gtrids;
        } catch (IllegalArgumentException badValue) {
            throw new MalformedBytesException("a list of gtrids with a bad one: " + badValue.getMessage());
        }
    }

    public static byte[] encodeResources(List<ResourceName> resources) {
        ByteWriter out = new ByteWriter();
        out.writeVar(resources.size());
        resources.forEach(resource -> out.writeString(resource.value()));
        return out.toByteArray();
    }

    public static List<ResourceName> decodeResources(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        List<ResourceName> resources = new ArrayList<>();
        try {
            for (int left = in.readCount(RESOURCES_MAX); left > 0; left--) {
                resources.add(new ResourceName(in.readString()));
            }
        } catch (IllegalArgumentException badValue) {
            throw new MalformedBytesException("a list of resources with a bad one: " + badValue.getMessage());
        }
        in.requireEnd("a list of resources");
        return resources;
    }
}
