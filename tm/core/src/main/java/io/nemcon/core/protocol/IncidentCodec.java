package io.nemcon.core.protocol;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer.Closing;
import io.nemcon.core.protocol.Answer.IncidentInfo;

/** Incidents as bytes, on the wire and in snapshots. */
public final class IncidentCodec {

    private IncidentCodec() {}

    public static void write(ByteWriter out, IncidentInfo incident) {
        out.writeVar(incident.incident());
        Enums.write(out, incident.kind());
        out.writeString(incident.resource().value())
                .writeString(incident.branch())
                .writeString(incident.evidence())
                .writeLong(incident.openedMs())
                .writeLong(incident.lastSeenMs())
                .writeVar(incident.reports());
        Closing closing = incident.closing();
        out.writeBoolean(closing != null);
        if (closing != null) {
            out.writeString(closing.who()).writeString(closing.why()).writeLong(closing.closedMs());
        }
    }

    public static IncidentInfo read(ByteReader in) {
        return new IncidentInfo(
                in.readVar(),
                Enums.read(in, IncidentKind.values()),
                new ResourceName(in.readString()),
                in.readString(),
                in.readString(),
                in.readLong(),
                in.readLong(),
                in.readCount(Integer.MAX_VALUE),
                in.readBoolean() ? new Closing(in.readString(), in.readString(), in.readLong()) : null);
    }
}
