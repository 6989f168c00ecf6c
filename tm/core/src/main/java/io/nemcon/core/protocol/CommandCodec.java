package io.nemcon.core.protocol;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands as bytes: one tag byte, then the fields in order. Tags are never reused. An unknown tag is an error, never
 * skipped: a node that does not know a command must stop before it, not walk past it.
 */
public final class CommandCodec {

    /** Limits of one command; larger ones are refused before they reach the log. */
    public static final int BRANCHES_MAX = 256;

    public static final int FINISHED_MAX = 4_096;

    /** Sessions that may join one transaction. */
    public static final int JOINS_MAX = 64;

    private static final int FORM_GROUP = 1;
    private static final int LEADER_STARTED = 2;
    private static final int OPEN_SESSION = 3;
    private static final int END_SESSION = 4;
    private static final int FORGET_EXPIRED = 5;
    private static final int NOTE_HASH = 6;
    private static final int COMPARE_HASH = 7;
    private static final int DECIDE = 16;
    private static final int FINISHED = 22; // 17 was a form of it that named the transaction with every branch
    private static final int REGISTER_AGENT = 24; // 18 and 19 were these two without a number
    private static final int UNREGISTER_AGENT = 25;
    private static final int JOIN = 26;
    private static final int DECIDE_JOINED = 27; // a DECIDE that names sessions that have joined
    private static final int SCANNED = 20;
    private static final int OPEN_INCIDENT = 21;
    private static final int RESOLVE = 32;
    private static final int CLOSE_INCIDENT = 33;

    /** A finished branch's gtrid: in full, that of the branch before it, or that one's session with another sequence. */
    private static final int FULL_GTRID = 0;

    private static final int SAME_GTRID = 1;
    private static final int NEXT_GTRID = 2;

    private CommandCodec() {}

    public static byte[] encode(Command command) {
        ByteWriter out = new ByteWriter();
        write(out, command);
        return out.toByteArray();
    }

    /** @throws MalformedBytesException if the bytes are no command of this version */
    public static Command decode(byte[] bytes) {
        return decode(new ByteReader(bytes));
    }

    /** The same of all that the reader still has. */
    static Command decode(ByteReader in) {
        Command command = read(in);
        in.requireEnd("a command");
        return command;
    }

    static void write(ByteWriter out, Command command) {
        command.accept(new Writer(out));
    }

    static Command read(ByteReader in) {
        try {
            return readTagged(in);
        } catch (IllegalArgumentException badValue) {
            throw new MalformedBytesException("a command with a bad value: " + badValue.getMessage());
        }
    }

    private static Command readTagged(ByteReader in) {
        int tag = in.readByte();
        return switch (tag) {
            case FORM_GROUP -> new Command.FormGroup(new GroupId(in.readLong()), in.readInt());
            case LEADER_STARTED -> new Command.LeaderStarted();
            case OPEN_SESSION ->
                new Command.OpenSession(
                        in.readLong(),
                        in.readLong(),
                        Enums.read(in, SessionKind.values()),
                        in.readString(),
                        in.readInt());
            case END_SESSION ->
                new Command.EndSession(new SessionId(in.readVar()), Enums.read(in, EndReason.values()), in.readVar());
            case FORGET_EXPIRED -> new Command.ForgetExpired(in.readVar());
            case NOTE_HASH -> new Command.NoteHash();
            case COMPARE_HASH -> new Command.CompareHash(in.readVar(), in.readLong());
            case DECIDE, DECIDE_JOINED, JOIN, FINISHED, REGISTER_AGENT, UNREGISTER_AGENT, SCANNED, OPEN_INCIDENT ->
                new Command.FromSession(readHeader(in), readBody(tag, in));
            case RESOLVE, CLOSE_INCIDENT ->
                new Command.FromOperator(in.readString(), in.readString(), readOperatorBody(tag, in));
            default ->
                throw new MalformedBytesException("command tag " + tag
                        + " is unknown to this version; upgrade this node before the group uses it");
        };
    }

    private static RequestHeader readHeader(ByteReader in) {
        return new RequestHeader(new SessionId(in.readVar()), in.readVar(), in.readVar(), in.readVar());
    }

    private static SessionCommand readBody(int tag, ByteReader in) {
        return switch (tag) {
            case DECIDE ->
                new SessionCommand.Decide(
                        Gtrid.readFrom(in),
                        Enums.read(in, Decision.values()),
                        Enums.read(in, Reason.values()),
                        readDecidedBranches(in));
            case DECIDE_JOINED -> readJoined(in);
            case JOIN -> new SessionCommand.Join(Gtrid.readFrom(in));
            case FINISHED -> new SessionCommand.Finished(readFinishedBranches(in));
            case REGISTER_AGENT -> new SessionCommand.RegisterAgent(new ResourceName(in.readString()), in.readVar());
            case UNREGISTER_AGENT ->
                new SessionCommand.UnregisterAgent(new ResourceName(in.readString()), in.readVar());
            case SCANNED -> new SessionCommand.Scanned(new ResourceName(in.readString()), in.readVar());
            case OPEN_INCIDENT ->
                new SessionCommand.OpenIncident(
                        Enums.read(in, IncidentKind.values()),
                        new ResourceName(in.readString()),
                        in.readString(),
                        in.readString());
            default -> throw new MalformedBytesException("session command tag " + tag + " is unknown");
        };
    }

    private static SessionCommand readJoined(ByteReader in) {
        SessionCommand.Decide decide = new SessionCommand.Decide(
                Gtrid.readFrom(in),
                Enums.read(in, Decision.values()),
                Enums.read(in, Reason.values()),
                readDecidedBranches(in),
                readSessions(in));
        if (decide.joins().isEmpty()) {
            throw new MalformedBytesException("a DECIDE of that form names a session that has joined");
        }
        return decide;
    }

    public static List<SessionId> readSessions(ByteReader in) {
        int count = in.readCount(JOINS_MAX);
        List<SessionId> sessions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sessions.add(new SessionId(in.readVar()));
        }
        return sessions;
    }

    public static void writeSessions(ByteWriter out, List<SessionId> sessions) {
        out.writeVar(sessions.size());
        sessions.forEach(session -> out.writeVar(session.index()));
    }

    private static OperatorCommand readOperatorBody(int tag, ByteReader in) {
        return tag == RESOLVE
                ? new OperatorCommand.Resolve(Gtrid.readFrom(in), Enums.read(in, Decision.values()))
                : new OperatorCommand.CloseIncident(in.readVar());
    }

    static List<DecidedBranch> readDecidedBranches(ByteReader in) {
        int count = in.readCount(BRANCHES_MAX);
        List<DecidedBranch> branches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            branches.add(
                    new DecidedBranch(new ResourceName(in.readString()), in.readInt(), new Witness(in.readString())));
        }
        return branches;
    }

    private static List<FinishedBranch> readFinishedBranches(ByteReader in) {
        int count = in.readCount(FINISHED_MAX);
        List<FinishedBranch> branches = new ArrayList<>(count);
        Gtrid gtrid = null;
        for (int i = 0; i < count; i++) {
            gtrid = readFinishedGtrid(in, gtrid);
            branches.add(new FinishedBranch(new BranchId(gtrid, in.readLong(), in.readInt())));
        }
        return branches;
    }

    private static Gtrid readFinishedGtrid(ByteReader in, @Nullable Gtrid before) {
        int form = in.readByte();
        if (form == FULL_GTRID) {
            return Gtrid.readFrom(in);
        }
        if (before == null || form > NEXT_GTRID) {
            throw new MalformedBytesException("form " + form + " of a finished branch's gtrid");
        }
        return form == SAME_GTRID
                ? before
                : new Gtrid(before.group(), before.incarnation(), before.session(), in.readVar());
    }

    static void writeDecidedBranches(ByteWriter out, List<DecidedBranch> branches) {
        out.writeVar(branches.size());
        for (DecidedBranch branch : branches) {
            out.writeString(branch.resource().value())
                    .writeInt(branch.number())
                    .writeString(branch.witness().evidence());
        }
    }

    static BranchId readBranchId(ByteReader in) {
        return new BranchId(Gtrid.readFrom(in), in.readLong(), in.readInt());
    }

    static void writeBranchId(ByteWriter out, BranchId branch) {
        branch.gtrid().writeTo(out);
        out.writeLong(branch.resourceHash()).writeInt(branch.number());
    }

    private record Writer(ByteWriter out) implements Command.Visitor<ByteWriter> {

        @Override
        public ByteWriter formGroup(Command.FormGroup command) {
            return out.writeByte(FORM_GROUP).writeLong(command.group().bits()).writeInt(command.incarnation());
        }

        @Override
        public ByteWriter leaderStarted(Command.LeaderStarted command) {
            return out.writeByte(LEADER_STARTED);
        }

        @Override
        public ByteWriter openSession(Command.OpenSession command) {
            out.writeByte(OPEN_SESSION).writeLong(command.keyHigh()).writeLong(command.keyLow());
            Enums.write(out, command.kind());
            return out.writeString(command.name()).writeInt(command.ttlMs());
        }

        @Override
        public ByteWriter endSession(Command.EndSession command) {
            out.writeByte(END_SESSION).writeVar(command.session().index());
            Enums.write(out, command.reason());
            return out.writeVar(command.proposerTerm());
        }

        @Override
        public ByteWriter fromSession(Command.FromSession command) {
            return command.body().accept(new BodyWriter(out, command.header()));
        }

        @Override
        public ByteWriter fromOperator(Command.FromOperator command) {
            return command.body().accept(new OperatorWriter(out, command));
        }

        @Override
        public ByteWriter forgetExpired(Command.ForgetExpired command) {
            return out.writeByte(FORGET_EXPIRED).writeVar(command.retentionMs());
        }

        @Override
        public ByteWriter noteHash(Command.NoteHash command) {
            return out.writeByte(NOTE_HASH);
        }

        @Override
        public ByteWriter compareHash(Command.CompareHash command) {
            return out.writeByte(COMPARE_HASH).writeVar(command.atIndex()).writeLong(command.hash());
        }
    }

    private record OperatorWriter(ByteWriter out, Command.FromOperator from)
            implements OperatorCommand.Visitor<ByteWriter> {

        private ByteWriter begin(int tag) {
            return out.writeByte(tag).writeString(from.who()).writeString(from.why());
        }

        @Override
        public ByteWriter resolve(OperatorCommand.Resolve command) {
            command.gtrid().writeTo(begin(RESOLVE));
            Enums.write(out, command.decision());
            return out;
        }

        @Override
        public ByteWriter closeIncident(OperatorCommand.CloseIncident command) {
            return begin(CLOSE_INCIDENT).writeVar(command.incident());
        }
    }

    private record BodyWriter(ByteWriter out, RequestHeader header) implements SessionCommand.Visitor<ByteWriter> {

        private ByteWriter begin(int tag) {
            return out.writeByte(tag)
                    .writeVar(header.session().index())
                    .writeVar(header.number())
                    .writeVar(header.acknowledged())
                    .writeVar(header.watermark());
        }

        @Override
        public ByteWriter decide(SessionCommand.Decide command) {
            boolean joined = !command.joins().isEmpty();
            begin(joined ? DECIDE_JOINED : DECIDE);
            command.gtrid().writeTo(out);
            Enums.write(out, command.decision());
            Enums.write(out, command.reason());
            writeDecidedBranches(out, command.branches());
            if (joined) {
                writeSessions(out, command.joins());
            }
            return out;
        }

        @Override
        public ByteWriter join(SessionCommand.Join command) {
            command.gtrid().writeTo(begin(JOIN));
            return out;
        }

        @Override
        public ByteWriter finished(SessionCommand.Finished command) {
            begin(FINISHED).writeVar(command.branches().size());
            Gtrid before = null;
            for (FinishedBranch finished : command.branches()) {
                BranchId branch = finished.branch();
                writeFinishedGtrid(branch.gtrid(), before);
                out.writeLong(branch.resourceHash()).writeInt(branch.number());
                before = branch.gtrid();
            }
            return out;
        }

        private void writeFinishedGtrid(Gtrid gtrid, @Nullable Gtrid before) {
            if (gtrid.equals(before)) {
                out.writeByte(SAME_GTRID);
            } else if (before != null
                    && gtrid.session().equals(before.session())
                    && gtrid.incarnation() == before.incarnation()
                    && gtrid.group().equals(before.group())) {
                out.writeByte(NEXT_GTRID).writeVar(gtrid.sequence());
            } else {
                out.writeByte(FULL_GTRID);
                gtrid.writeTo(out);
            }
        }

        @Override
        public ByteWriter registerAgent(SessionCommand.RegisterAgent command) {
            return begin(REGISTER_AGENT).writeString(command.resource().value()).writeVar(command.number());
        }

        @Override
        public ByteWriter unregisterAgent(SessionCommand.UnregisterAgent command) {
            return begin(UNREGISTER_AGENT)
                    .writeString(command.resource().value())
                    .writeVar(command.number());
        }

        @Override
        public ByteWriter scanned(SessionCommand.Scanned command) {
            return begin(SCANNED).writeString(command.resource().value()).writeVar(command.throughIndex());
        }

        @Override
        public ByteWriter openIncident(SessionCommand.OpenIncident command) {
            begin(OPEN_INCIDENT);
            Enums.write(out, command.kind());
            return out.writeString(command.resource().value())
                    .writeString(command.branch())
                    .writeString(command.evidence());
        }
    }
}
