package io.nemcon.core.protocol;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import java.util.List;

/**
 * What a session that has joined a transaction answers when the leader asks it to prepare. No entry of the log: it is
 * repeated as often as it is asked for.
 *
 * @param branches those that are prepared; for YES alone
 * @param why in words, for NO
 */
public record JoinedVote(SessionId session, Gtrid gtrid, Vote vote, List<DecidedBranch> branches, String why) {

    public static final int WHY_LENGTH_MAX = 500;

    public JoinedVote {
        branches = List.copyOf(branches);
        if (why.length() > WHY_LENGTH_MAX) {
            why = why.substring(0, WHY_LENGTH_MAX);
        }
    }

    public byte[] toBytes() {
        ByteWriter out = new ByteWriter();
        gtrid.writeTo(out.writeVar(session.index()));
        Enums.write(out, vote);
        CommandCodec.writeDecidedBranches(out, branches);
        return out.writeString(why).toByteArray();
    }

    /** @throws MalformedBytesException if these bytes are no vote of this version */
    public static JoinedVote fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        try {
            JoinedVote vote = new JoinedVote(
                    new SessionId(in.readVar()),
                    Gtrid.readFrom(in),
                    Enums.read(in, Vote.values()),
                    CommandCodec.readDecidedBranches(in),
                    in.readString());
            in.requireEnd("a vote");
            return vote;
        } catch (IllegalArgumentException badValue) {
            throw new MalformedBytesException("a vote with a bad value: " + badValue.getMessage());
        }
    }
}
