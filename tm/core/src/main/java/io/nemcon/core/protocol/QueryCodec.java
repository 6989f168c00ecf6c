package io.nemcon.core.protocol;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import java.util.ArrayList;
import java.util.List;

/** Queries as bytes on the wire. */
public final class QueryCodec {

    /** More gtrids in one query are refused; ask in parts. */
    public static final int GTRIDS_MAX = 10_000;

    private static final int OUTCOMES = 1;
    private static final int UNFINISHED = 2;
    private static final int SESSIONS = 3;
    private static final int INCIDENTS = 4;
    private static final int STATUS = 5;

    private QueryCodec() {}

    public static byte[] encode(Query query) {
        ByteWriter out = new ByteWriter(64);
        if (query instanceof Query.Outcomes outcomes) {
            out.writeByte(OUTCOMES);
            writeGtrids(out, outcomes.gtrids());
        } else if (query instanceof Query.Unfinished unfinished) {
            out.writeByte(UNFINISHED).writeString(unfinished.resource().value());
        } else if (query instanceof Query.Sessions) {
            out.writeByte(SESSIONS);
        } else if (query instanceof Query.Incidents) {
            out.writeByte(INCIDENTS);
        } else if (query instanceof Query.Status) {
            out.writeByte(STATUS);
        }
        return out.toByteArray();
    }

    /** @throws MalformedBytesException if these bytes are no query of this version */
    public static Query decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int tag = in.readByte();
        Query query;
        try {
            query = switch (tag) {
                case OUTCOMES -> new Query.Outcomes(readGtrids(in));
                case UNFINISHED -> new Query.Unfinished(new ResourceName(in.readString()));
                case SESSIONS -> new Query.Sessions();
                case INCIDENTS -> new Query.Incidents();
                case STATUS -> new Query.Status();
                default -> throw new MalformedBytesException("query tag " + tag + " is unknown to this version");
            };
        } catch (IllegalArgumentException badValue) {
            throw new MalformedBytesException("a query with a bad value: " + badValue.getMessage());
        }
        in.requireEnd("a query");
        return query;
    }

    public static void writeGtrids(ByteWriter out, List<Gtrid> gtrids) {
        out.writeVar(gtrids.size());
        for (Gtrid gtrid : gtrids) {
            gtrid.writeTo(out);
        }
    }

    public static List<Gtrid> readGtrids(ByteReader in) {
        int count = in.readCount(GTRIDS_MAX);
        List<Gtrid> gtrids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            gtrids.add(Gtrid.readFrom(in));
        }
        return gtrids;
    }
}
