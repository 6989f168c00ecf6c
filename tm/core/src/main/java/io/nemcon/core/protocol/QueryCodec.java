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
    private static final int STATUS = 5;
    private static final int INCIDENTS = 6; // 4 asked for all of them at once
    private static final int INCIDENT = 7;
    private static final int TRANSACTIONS = 8;
    private static final int TRANSACTION = 9;
    private static final int RESOURCES = 10;
    private static final int RESOURCE = 11;
    private static final int REHEARSE = 12;
    private static final int STANDING = 13;

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
        } else if (query instanceof Query.Status) {
            out.writeByte(STATUS);
        } else if (query instanceof Query.Standing standing) {
            out.writeByte(STANDING).writeString(standing.resource().value());
        } else {
            encodeOperators(out, query);
        }
        return out.toByteArray();
    }

    private static void encodeOperators(ByteWriter out, Query query) {
        if (query instanceof Query.Incidents page) {
            out.writeByte(INCIDENTS)
                    .writeVar(page.after())
                    .writeVar(page.limit())
                    .writeBoolean(page.closed());
        } else if (query instanceof Query.Incident one) {
            out.writeByte(INCIDENT).writeVar(one.incident());
        } else if (query instanceof Query.Transactions page) {
            out.writeByte(TRANSACTIONS).writeVar(page.after()).writeVar(page.limit());
        } else if (query instanceof Query.Transaction one) {
            one.gtrid().writeTo(out.writeByte(TRANSACTION));
        } else if (query instanceof Query.Resources page) {
            ResourceName after = page.after();
            out.writeByte(RESOURCES)
                    .writeString(after == null ? "" : after.value())
                    .writeVar(page.limit());
        } else if (query instanceof Query.Resource one) {
            out.writeByte(RESOURCE).writeString(one.resource().value());
        } else if (query instanceof Query.Rehearse rehearse) {
            CommandCodec.write(out.writeByte(REHEARSE), rehearse.command());
        }
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
                case STATUS -> new Query.Status();
                case STANDING -> new Query.Standing(new ResourceName(in.readString()));
                default -> decodeOperators(tag, in);
            };
        } catch (IllegalArgumentException badValue) {
            throw new MalformedBytesException("a query with a bad value: " + badValue.getMessage());
        }
        in.requireEnd("a query");
        return query;
    }

    private static Query decodeOperators(int tag, ByteReader in) {
        return switch (tag) {
            case INCIDENTS -> new Query.Incidents(in.readVar(), readLimit(in), in.readBoolean());
            case INCIDENT -> new Query.Incident(in.readVar());
            case TRANSACTIONS -> new Query.Transactions(in.readVar(), readLimit(in));
            case TRANSACTION -> new Query.Transaction(Gtrid.readFrom(in));
            case RESOURCES -> readResources(in);
            case RESOURCE -> new Query.Resource(new ResourceName(in.readString()));
            case REHEARSE -> new Query.Rehearse(readOperators(in));
            default -> throw new MalformedBytesException("query tag " + tag + " is unknown to this version");
        };
    }

    private static Query readResources(ByteReader in) {
        String after = in.readString();
        return new Query.Resources(after.isEmpty() ? null : new ResourceName(after), readLimit(in));
    }

    private static int readLimit(ByteReader in) {
        return in.readCount(Query.PAGE_ROWS_MAX);
    }

    private static Command.FromOperator readOperators(ByteReader in) {
        if (CommandCodec.read(in) instanceof Command.FromOperator command) {
            return command;
        }
        throw new MalformedBytesException("only an operator's commands are rehearsed");
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
