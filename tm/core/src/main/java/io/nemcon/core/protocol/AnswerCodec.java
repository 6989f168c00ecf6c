package io.nemcon.core.protocol;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Answers as bytes on the wire. */
public final class AnswerCodec {

    /** No list in an answer is longer; the ledger answers with that many of the oldest. */
    public static final int ROWS_MAX = 100_000;

    private static final int OUTCOMES = 1;
    private static final int UNFINISHED = 2;
    private static final int SESSIONS = 3;
    private static final int STATUS = 5;
    private static final int INCIDENTS = 6; // 4 were all of them at once
    private static final int TRANSACTIONS = 7;
    private static final int TRANSACTION = 8;
    private static final int REHEARSED = 10;
    private static final int STANDING = 11;
    private static final int RESOURCES = 12; // 9 did not tell the age of what is unfinished

    private AnswerCodec() {}

    public static byte[] encode(Answer answer) {
        ByteWriter out = new ByteWriter(256);
        if (answer instanceof Answer.Outcomes outcomes) {
            out.writeByte(OUTCOMES);
            writeList(out, outcomes.outcomes(), AnswerCodec::writeOutcome);
        } else if (answer instanceof Answer.Unfinished unfinished) {
            out.writeByte(UNFINISHED).writeVar(unfinished.index()).writeBoolean(unfinished.scanWanted());
            writeList(out, unfinished.branches(), AnswerCodec::writeUnfinished);
        } else if (answer instanceof Answer.Sessions sessions) {
            out.writeByte(SESSIONS);
            writeList(out, sessions.sessions(), AnswerCodec::writeSession);
        } else if (answer instanceof Answer.Incidents incidents) {
            out.writeByte(INCIDENTS);
            writeList(out, incidents.incidents(), IncidentCodec::write);
            out.writeBoolean(incidents.more());
        } else if (answer instanceof Answer.Status status) {
            out.writeByte(STATUS);
            writeStatus(out, status);
        } else if (answer instanceof Answer.Transactions transactions) {
            out.writeByte(TRANSACTIONS);
            writeList(out, transactions.transactions(), OperatorRows::writeTransaction);
            out.writeBoolean(transactions.more());
        } else if (answer instanceof Answer.TransactionDetail detail) {
            OperatorRows.writeDetail(out.writeByte(TRANSACTION), detail);
        } else if (answer instanceof Answer.Resources resources) {
            out.writeByte(RESOURCES);
            writeList(out, resources.resources(), OperatorRows::writeResource);
            out.writeBoolean(resources.more());
        } else if (answer instanceof Answer.Rehearsed rehearsed) {
            out.writeByte(REHEARSED).writeString(rehearsed.refusal());
        } else if (answer instanceof Answer.Standing standing) {
            out.writeByte(STANDING).writeVar(standing.mark()).writeVar(standing.incident());
        }
        return out.toByteArray();
    }

    /** @throws MalformedBytesException if these bytes are no answer of this version */
    public static Answer decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        Answer answer;
        try {
            answer = readTagged(in);
        } catch (IllegalArgumentException badValue) {
            throw new MalformedBytesException("an answer with a bad value: " + badValue.getMessage());
        }
        in.requireEnd("an answer");
        return answer;
    }

    private static Answer readTagged(ByteReader in) {
        int tag = in.readByte();
        return switch (tag) {
            case OUTCOMES -> new Answer.Outcomes(readList(in, AnswerCodec::readOutcome));
            case UNFINISHED ->
                new Answer.Unfinished(in.readVar(), in.readBoolean(), readList(in, AnswerCodec::readUnfinished));
            case SESSIONS -> new Answer.Sessions(readList(in, AnswerCodec::readSession));
            case INCIDENTS -> new Answer.Incidents(readList(in, IncidentCodec::read), in.readBoolean());
            case STATUS -> readStatus(in);
            case TRANSACTIONS -> new Answer.Transactions(readList(in, OperatorRows::readTransaction), in.readBoolean());
            case TRANSACTION -> OperatorRows.readDetail(in);
            case RESOURCES -> new Answer.Resources(readList(in, OperatorRows::readResource), in.readBoolean());
            case REHEARSED -> new Answer.Rehearsed(in.readString());
            case STANDING -> new Answer.Standing(in.readVar(), in.readVar());
            default -> throw new MalformedBytesException("answer tag " + tag + " is unknown to this version");
        };
    }

    private static void writeOutcome(ByteWriter out, Answer.OutcomeOf outcome) {
        outcome.gtrid().writeTo(out);
        Enums.write(out, outcome.outcome());
        Enums.write(out, outcome.reason());
        out.writeBoolean(outcome.ownerAlive());
    }

    private static Answer.OutcomeOf readOutcome(ByteReader in) {
        return new Answer.OutcomeOf(
                Gtrid.readFrom(in),
                Enums.read(in, Outcome.values()),
                Enums.read(in, Reason.values()),
                in.readBoolean());
    }

    private static void writeUnfinished(ByteWriter out, Answer.UnfinishedBranch branch) {
        CommandCodec.writeBranchId(out, branch.branch());
        Enums.write(out, branch.decision());
        out.writeString(branch.witness().evidence())
                .writeBoolean(branch.ownerAlive())
                .writeVar(branch.decidedAgoMs());
    }

    private static Answer.UnfinishedBranch readUnfinished(ByteReader in) {
        return new Answer.UnfinishedBranch(
                CommandCodec.readBranchId(in),
                Enums.read(in, Decision.values()),
                new Witness(in.readString()),
                in.readBoolean(),
                in.readVar());
    }

    static void writeSession(ByteWriter out, Answer.SessionInfo session) {
        out.writeVar(session.session().index());
        Enums.write(out, session.kind());
        out.writeString(session.name()).writeInt(session.ttlMs()).writeLong(session.openedMs());
    }

    static Answer.SessionInfo readSession(ByteReader in) {
        return new Answer.SessionInfo(
                new SessionId(in.readVar()),
                Enums.read(in, SessionKind.values()),
                in.readString(),
                in.readInt(),
                in.readLong());
    }

    private static void writeStatus(ByteWriter out, Answer.Status status) {
        out.writeLong(status.group().bits())
                .writeInt(status.incarnation())
                .writeVar(status.index())
                .writeVar(status.term())
                .writeVar(status.sessionsAlive())
                .writeVar(status.transactionsUnfinished())
                .writeVar(status.committed())
                .writeVar(status.incidentsOpen());
        writeList(out, status.resources(), (to, resource) -> {
            to.writeString(resource.resource().value());
            writeList(to, resource.agents(), (bytes, agent) -> bytes.writeVar(agent.index()));
            to.writeVar(resource.scannedThrough()).writeVar(resource.unfinished());
        });
    }

    private static Answer.Status readStatus(ByteReader in) {
        return new Answer.Status(
                new GroupId(in.readLong()),
                in.readInt(),
                in.readVar(),
                in.readVar(),
                in.readCount(Integer.MAX_VALUE),
                in.readCount(Integer.MAX_VALUE),
                in.readVar(),
                in.readCount(Integer.MAX_VALUE),
                readList(
                        in,
                        from -> new Answer.ResourceInfo(
                                new ResourceName(from.readString()),
                                readList(from, bytes -> new SessionId(bytes.readVar())),
                                from.readVar(),
                                from.readCount(Integer.MAX_VALUE))));
    }

    static <T> void writeList(ByteWriter out, List<T> rows, BiConsumer<ByteWriter, T> writer) {
        out.writeVar(rows.size());
        for (T row : rows) {
            writer.accept(out, row);
        }
    }

    static <T> List<T> readList(ByteReader in, Function<ByteReader, T> reader) {
        int count = in.readCount(ROWS_MAX);
        List<T> rows = new ArrayList<>(Math.min(count, 1_024));
        for (int i = 0; i < count; i++) {
            rows.add(reader.apply(in));
        }
        return rows;
    }
}
