package io.nemcon.core.protocol;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.id.SessionId;

/** Results as bytes, on the wire and in snapshots. Tags are never reused. */
public final class ResultCodec {

    private static final int DONE = 1;
    private static final int NOT_APPLICABLE = 2;
    private static final int SESSION_OPENED = 3;
    private static final int SESSION_ENDED = 4;
    private static final int DECIDED = 5;
    private static final int AGENT_REGISTERED = 6;
    private static final int INCIDENT_OPENED = 7;
    private static final int DUPLICATE = 8;
    private static final int REFUSED = 9;
    private static final int JOINED = 10;
    private static final int JOINS_DIFFER = 11;

    private ResultCodec() {}

    public static byte[] encode(Result result) {
        ByteWriter out = new ByteWriter(16);
        if (result instanceof Result.Done) {
            out.writeByte(DONE);
        } else if (result instanceof Result.NotApplicable) {
            out.writeByte(NOT_APPLICABLE);
        } else if (result instanceof Result.SessionOpened opened) {
            out.writeByte(SESSION_OPENED).writeVar(opened.session().index());
        } else if (result instanceof Result.SessionEnded ended) {
            out.writeByte(SESSION_ENDED).writeVar(ended.session().index());
        } else if (result instanceof Result.Decided decided) {
            out.writeByte(DECIDED);
            Enums.write(out, decided.outcome());
            Enums.write(out, decided.reason());
        } else if (result instanceof Result.Joined joined) {
            out.writeByte(JOINED).writeVar(joined.place());
        } else if (result instanceof Result.JoinsDiffer differ) {
            CommandCodec.writeSessions(out.writeByte(JOINS_DIFFER), differ.joins());
        } else if (result instanceof Result.AgentRegistered registered) {
            out.writeByte(AGENT_REGISTERED).writeBoolean(registered.active());
        } else if (result instanceof Result.IncidentOpened incident) {
            out.writeByte(INCIDENT_OPENED).writeVar(incident.incident());
        } else if (result instanceof Result.Duplicate) {
            out.writeByte(DUPLICATE);
        } else if (result instanceof Result.Refused refused) {
            out.writeByte(REFUSED).writeString(refused.why());
        }
        return out.toByteArray();
    }

    /** @throws MalformedBytesException if these bytes are no result of this version */
    public static Result decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        Result result;
        try {
            result = readTagged(in);
        } catch (IllegalArgumentException badValue) {
            throw new MalformedBytesException("a result with a bad value: " + badValue.getMessage());
        }
        in.requireEnd("a result");
        return result;
    }

    private static Result readTagged(ByteReader in) {
        int tag = in.readByte();
        return switch (tag) {
            case DONE -> new Result.Done();
            case NOT_APPLICABLE -> new Result.NotApplicable();
            case SESSION_OPENED -> new Result.SessionOpened(new SessionId(in.readVar()));
            case SESSION_ENDED -> new Result.SessionEnded(new SessionId(in.readVar()));
            case DECIDED -> new Result.Decided(Enums.read(in, Outcome.values()), Enums.read(in, Reason.values()));
            case AGENT_REGISTERED -> new Result.AgentRegistered(in.readBoolean());
            case INCIDENT_OPENED -> new Result.IncidentOpened(in.readVar());
            case JOINED -> new Result.Joined(in.readCount(Integer.MAX_VALUE));
            case JOINS_DIFFER -> new Result.JoinsDiffer(CommandCodec.readSessions(in));
            case DUPLICATE -> new Result.Duplicate();
            case REFUSED -> new Result.Refused(in.readString());
            default -> throw new MalformedBytesException("result tag " + tag + " is unknown to this version");
        };
    }
}
