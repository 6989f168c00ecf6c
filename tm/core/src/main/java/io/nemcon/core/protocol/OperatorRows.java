package io.nemcon.core.protocol;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer.JoinedSession;
import io.nemcon.core.protocol.Answer.Resolution;
import io.nemcon.core.protocol.Answer.ResourceRow;
import io.nemcon.core.protocol.Answer.TransactionDetail;
import io.nemcon.core.protocol.Answer.TransactionInfo;

/** The rows of listings that operators ask for, as bytes. */
final class OperatorRows {

    private OperatorRows() {}

    static void writeTransaction(ByteWriter out, TransactionInfo info) {
        info.gtrid().writeTo(out.writeVar(info.place()));
        Enums.write(out, info.outcome());
        Enums.write(out, info.reason());
        out.writeLong(info.sinceMs())
                .writeString(info.owner())
                .writeBoolean(info.ownerAlive())
                .writeVar(info.branches())
                .writeVar(info.unfinished());
        AnswerCodec.writeList(out, info.resources(), (to, resource) -> to.writeString(resource.value()));
    }

    static TransactionInfo readTransaction(ByteReader in) {
        return new TransactionInfo(
                in.readVar(),
                Gtrid.readFrom(in),
                Enums.read(in, Outcome.values()),
                Enums.read(in, Reason.values()),
                in.readLong(),
                in.readString(),
                in.readBoolean(),
                in.readCount(Integer.MAX_VALUE),
                in.readCount(Integer.MAX_VALUE),
                AnswerCodec.readList(in, from -> new ResourceName(from.readString())));
    }

    static void writeDetail(ByteWriter out, TransactionDetail detail) {
        writeTransaction(out, detail.info());
        AnswerCodec.writeList(out, detail.left(), (to, branch) -> to.writeString(
                        branch.resource().value())
                .writeInt(branch.number())
                .writeString(branch.witness().evidence()));
        AnswerCodec.writeList(
                out, detail.joined(), (to, one) -> to.writeVar(one.session().index())
                        .writeString(one.name())
                        .writeBoolean(one.alive()));
        Resolution resolution = detail.resolution();
        out.writeBoolean(resolution != null);
        if (resolution != null) {
            Enums.write(out, resolution.decision());
            out.writeString(resolution.who()).writeString(resolution.why()).writeLong(resolution.resolvedMs());
        }
        AnswerCodec.writeList(out, detail.incidents(), IncidentCodec::write);
    }

    static TransactionDetail readDetail(ByteReader in) {
        return new TransactionDetail(
                readTransaction(in),
                AnswerCodec.readList(
                        in,
                        from -> new DecidedBranch(
                                new ResourceName(from.readString()), from.readInt(), new Witness(from.readString()))),
                AnswerCodec.readList(
                        in,
                        from -> new JoinedSession(
                                new SessionId(from.readVar()), from.readString(), from.readBoolean())),
                in.readBoolean()
                        ? new Resolution(
                                Enums.read(in, Decision.values()), in.readString(), in.readString(), in.readLong())
                        : null,
                AnswerCodec.readList(in, IncidentCodec::read));
    }

    static void writeResource(ByteWriter out, ResourceRow row) {
        out.writeString(row.resource().value()).writeVar(row.agentCount());
        AnswerCodec.writeList(out, row.agents(), AnswerCodec::writeSession);
        out.writeLong(row.scannedMs())
                .writeBoolean(row.scanWanted())
                .writeVar(row.unfinished())
                .writeLong(row.oldestDecidedMs())
                .writeVar(row.incidentsOpen());
    }

    static ResourceRow readResource(ByteReader in) {
        return new ResourceRow(
                new ResourceName(in.readString()),
                in.readCount(Integer.MAX_VALUE),
                AnswerCodec.readList(in, AnswerCodec::readSession),
                in.readLong(),
                in.readBoolean(),
                in.readCount(Integer.MAX_VALUE),
                in.readLong(),
                in.readCount(Integer.MAX_VALUE));
    }
}
