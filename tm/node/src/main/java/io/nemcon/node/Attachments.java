package io.nemcon.node;

import io.nemcon.core.id.SessionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which session's process is at the other end of which channel. Apply thread only. */
final class Attachments {

    private final Map<SessionId, NodeChannel> channels = new HashMap<>();

    /**
     * The newest channel counts: an old one that lingers is no longer told anything (scenario 91), also where what came by it
     * is taken up last.
     */
    void attach(SessionId session, NodeChannel channel) {
        channels.merge(session, channel, (there, offered) -> offered.number() > there.number() ? offered : there);
    }

    void detach(SessionId session) {
        channels.remove(session);
    }

    /** Takes the channel's sessions off; returns which. */
    Set<SessionId> closed(NodeChannel channel) {
        Set<SessionId> sessions = new HashSet<>();
        channels.forEach((session, attached) -> {
            if (attached == channel) {
                sessions.add(session);
            }
        });
        sessions.forEach(channels::remove);
        return sessions;
    }

    @Nullable
    NodeChannel channelOf(SessionId session) {
        return channels.get(session);
    }
}
