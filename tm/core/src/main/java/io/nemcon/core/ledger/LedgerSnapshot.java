package io.nemcon.core.ledger;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Enums;
import io.nemcon.core.protocol.IncidentCodec;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.ResultCodec;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The whole ledger as bytes, closed by its state hash and by a checksum of all bytes. The checksum finds damage before
 * anything is believed; the hash finds a state that is read back as another.
 */
public final class LedgerSnapshot {

    public static final int FORMAT_VERSION = 4;

    /** As it was written before resources had marks; written still where none has. */
    private static final int WITHOUT_MARKS = 3;

    /** As it was written before sessions could join transactions; written still where none has and no resource has a mark. */
    private static final int WITHOUT_JOINS = 2;

    private static final int CHECKSUM_LENGTH_BYTES = 4;

    private LedgerSnapshot() {}

    public static byte[] write(Ledger ledger) {
        ByteWriter out = new ByteWriter(4_096);
        boolean marks = ledger.resources.anyMark();
        boolean joins = marks || hasJoins(ledger);
        out.writeByte(marks ? FORMAT_VERSION : joins ? WITHOUT_MARKS : WITHOUT_JOINS);
        GroupId group = ledger.group;
        out.writeLong(group == null ? 0 : group.bits()).writeInt(ledger.incarnation);
        out.writeVar(ledger.index).writeVar(ledger.term).writeLong(ledger.timeMs);
        out.writeVar(ledger.notedIndex).writeLong(ledger.notedHash);
        out.writeVar(ledger.sessions.all().size());
        ledger.sessions.all().forEach(session -> writeSession(out, session));
        out.writeVar(ledger.transactions.size());
        ledger.transactions.all().forEach(transaction -> writeTransaction(out, transaction, joins));
        out.writeVar(ledger.resources.size());
        ledger.resources.all().forEach(resource -> writeResource(out, resource));
        out.writeVar(ledger.incidents.size());
        ledger.incidents.all().forEach(incident -> IncidentCodec.write(out, incident));
        out.writeVar(ledger.incidents.closedCount());
        ledger.incidents.closed().forEach(incident -> IncidentCodec.write(out, incident));
        out.writeVar(ledger.resolutions.size());
        ledger.resolutions.all().forEach(resolved -> writeResolved(out, resolved));
        if (joins) {
            out.writeVar(ledger.joins.size());
            ledger.joins.each(joined -> {
                joined.gtrid().writeTo(out);
                CommandCodec.writeSessions(out, joined.sessions());
            });
            ledger.sessions.all().forEach(session -> {
                out.writeVar(session.abortedWithJoined.size());
                session.abortedWithJoined.forEach(out::writeVar);
            });
        }
        if (marks) {
            ledger.resources.all().forEach(resource -> out.writeVar(resource.mark));
        }
        out.writeLong(ledger.hash());
        return out.writeInt(checksum(out.toByteArray(), out.length())).toByteArray();
    }

    private static boolean hasJoins(Ledger ledger) {
        return !ledger.joins.isEmpty()
                || ledger.sessions.all().stream().anyMatch(session -> !session.abortedWithJoined.isEmpty())
                || ledger.transactions.all().stream().anyMatch(transaction -> !transaction.joins.isEmpty());
    }

    /** @throws MalformedBytesException if the bytes are no snapshot of this version, or not the state they claim */
    public static Ledger read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes, 0, Math.max(0, bytes.length - CHECKSUM_LENGTH_BYTES));
        int version = in.readByte();
        if (version < WITHOUT_JOINS || version > FORMAT_VERSION) {
            throw new MalformedBytesException("snapshot of format " + version + ", this version reads " + WITHOUT_JOINS
                    + " to " + FORMAT_VERSION);
        }
        int length = in.remaining() + 1;
        if (checksum(bytes, length) != new ByteReader(bytes, length, CHECKSUM_LENGTH_BYTES).readInt()) {
            throw new MalformedBytesException(
                    "a snapshot of " + bytes.length + " bytes is damaged: its checksum differs");
        }
        Ledger ledger = new Ledger();
        try {
            readState(in, ledger, version > WITHOUT_JOINS);
            if (version == FORMAT_VERSION) {
                ledger.resources.all().forEach(resource -> resource.mark = in.readVar());
            }
        } catch (IllegalArgumentException badValue) {
            throw new MalformedBytesException("a snapshot with a bad value: " + badValue.getMessage());
        }
        long hash = in.readLong();
        in.requireEnd("a snapshot");
        if (hash != ledger.hash()) {
            throw new MalformedBytesException("a snapshot at index " + ledger.index + " has another hash than it says");
        }
        return ledger;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    private static void readState(ByteReader in, Ledger ledger, boolean joins) {
        long group = in.readLong();
        ledger.group = group == 0 ? null : new GroupId(group);
        ledger.incarnation = in.readInt();
        ledger.index = in.readVar();
        ledger.term = in.readVar();
        ledger.timeMs = in.readLong();
        ledger.notedIndex = in.readVar();
        ledger.notedHash = in.readLong();
        for (int left = in.readCount(Integer.MAX_VALUE); left > 0; left--) {
            ledger.sessions.add(readSession(in));
        }
        for (int left = in.readCount(Integer.MAX_VALUE); left > 0; left--) {
            ledger.transactions.add(readTransaction(in, joins));
        }
        for (int left = in.readCount(Limits.RESOURCES_MAX); left > 0; left--) {
            readResource(in, ledger.resources);
        }
        for (int left = in.readCount(Limits.INCIDENTS_OPEN_MAX); left > 0; left--) {
            ledger.incidents.add(IncidentCodec.read(in));
        }
        for (int left = in.readCount(Limits.INCIDENTS_CLOSED_MAX); left > 0; left--) {
            ledger.incidents.add(IncidentCodec.read(in));
        }
        for (int left = in.readCount(Limits.RESOLUTIONS_MAX); left > 0; left--) {
            ledger.resolutions.add(readResolved(in));
        }
        for (int left = joins ? in.readCount(Limits.JOINED_TRANSACTIONS_MAX) : 0; left > 0; left--) {
            Gtrid gtrid = Gtrid.readFrom(in);
            CommandCodec.readSessions(in).forEach(session -> ledger.joins.add(gtrid, session));
        }
        if (joins) {
            ledger.sessions.all().forEach(session -> readAbortedWithJoined(in, session));
        }
    }

    private static void readAbortedWithJoined(ByteReader in, Session session) {
        for (int left = in.readCount(Integer.MAX_VALUE); left > 0; left--) {
            session.abortedWithJoined.add(in.readVar());
        }
    }

    private static void writeSession(ByteWriter out, Session session) {
        out.writeVar(session.id.index()).writeLong(session.keyHigh).writeLong(session.keyLow);
        Enums.write(out, session.kind);
        out.writeString(session.name).writeInt(session.ttlMs).writeLong(session.openedMs);
        out.writeBoolean(session.endReason != null);
        if (session.endReason != null) {
            Enums.write(out, session.endReason);
            out.writeLong(session.endedMs).writeVar(session.endIndex);
        }
        out.writeVar(session.watermark);
        session.committed.writeTo(out);
        session.aborted.writeTo(out);
        out.writeVar(session.acknowledged).writeVar(session.results.size());
        session.results.forEach((number, kept) ->
                out.writeVar(number).writeLong(kept.requestHash()).writeBytes(ResultCodec.encode(kept.result())));
        out.writeVar(session.unfinished);
    }

    private static Session readSession(ByteReader in) {
        Session session = new Session(
                new SessionId(in.readVar()),
                in.readLong(),
                in.readLong(),
                Enums.read(in, SessionKind.values()),
                in.readString(),
                in.readInt(),
                in.readLong());
        if (in.readBoolean()) {
            session.endReason = Enums.read(in, EndReason.values());
            session.endedMs = in.readLong();
            session.endIndex = in.readVar();
        }
        session.watermark = in.readVar();
        session.committed = SequenceSet.readFrom(in);
        session.aborted = SequenceSet.readFrom(in);
        session.acknowledged = in.readVar();
        for (int left = in.readCount(Limits.RESULTS_PER_SESSION_MAX); left > 0; left--) {
            session.results.put(in.readVar(), new Session.Kept(in.readLong(), ResultCodec.decode(in.readBytes())));
        }
        session.unfinished = in.readCount(Integer.MAX_VALUE);
        return session;
    }

    private static void writeTransaction(ByteWriter out, Transactions.Transaction transaction, boolean joins) {
        transaction.gtrid.writeTo(out.writeVar(transaction.place));
        Enums.write(out, transaction.decision);
        Enums.write(out, transaction.reason);
        out.writeLong(transaction.decidedMs).writeVar(transaction.branchCount).writeVar(transaction.branches.size());
        for (DecidedBranch branch : transaction.branches) {
            out.writeString(branch.resource().value())
                    .writeInt(branch.number())
                    .writeString(branch.witness().evidence());
        }
        if (joins) {
            CommandCodec.writeSessions(out, transaction.joins);
        }
    }

    private static Transactions.Transaction readTransaction(ByteReader in, boolean joins) {
        long place = in.readVar();
        Gtrid gtrid = Gtrid.readFrom(in);
        Decision decision = Enums.read(in, Decision.values());
        Reason reason = Enums.read(in, Reason.values());
        long decidedMs = in.readLong();
        int branchCount = in.readCount(Integer.MAX_VALUE);
        List<DecidedBranch> branches = new ArrayList<>();
        for (int left = in.readCount(Integer.MAX_VALUE); left > 0; left--) {
            branches.add(
                    new DecidedBranch(new ResourceName(in.readString()), in.readInt(), new Witness(in.readString())));
        }
        List<SessionId> joined = joins ? CommandCodec.readSessions(in) : List.of();
        return new Transactions.Transaction(place, gtrid, decision, reason, decidedMs, branchCount, branches, joined);
    }

    private static void writeResource(ByteWriter out, Resources.Resource resource) {
        out.writeString(resource.name.value()).writeVar(resource.scannedThrough).writeLong(resource.scannedMs);
        out.writeVar(resource.agents.size());
        for (SessionId agent : resource.agents) {
            out.writeVar(agent.index());
        }
        out.writeVar(resource.words.size());
        resource.words.forEach((session, number) -> out.writeVar(session).writeVar(number));
    }

    private static void readResource(ByteReader in, Resources resources) {
        Resources.Resource resource = resources.add(new ResourceName(in.readString()));
        resource.scannedThrough = in.readVar();
        resource.scannedMs = in.readLong();
        for (int left = in.readCount(Limits.AGENTS_PER_RESOURCE_MAX); left > 0; left--) {
            resource.agents.add(new SessionId(in.readVar()));
        }
        for (int left = in.readCount(Limits.SESSIONS_ALIVE_MAX); left > 0; left--) {
            resource.words.put(in.readVar(), in.readVar());
        }
    }

    private static void writeResolved(ByteWriter out, Resolutions.Resolved resolved) {
        resolved.gtrid().writeTo(out);
        Enums.write(out, resolved.decision());
        out.writeString(resolved.who())
                .writeString(resolved.why())
                .writeLong(resolved.atMs())
                .writeVar(resolved.atIndex());
    }

    private static Resolutions.Resolved readResolved(ByteReader in) {
        return new Resolutions.Resolved(
                Gtrid.readFrom(in),
                Enums.read(in, Decision.values()),
                in.readString(),
                in.readString(),
                in.readLong(),
                in.readVar());
    }
}
