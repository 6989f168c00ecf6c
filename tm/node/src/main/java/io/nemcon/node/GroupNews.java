package io.nemcon.node;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Outcome;
import java.util.List;

/** What a group tells a process without being asked. May be lost; whoever listens also looks by himself. Must not block. */
public interface GroupNews {

    /** There may be work for the agent of these resources: a session ended, or this agent became the active one. */
    void agentWanted(List<ResourceName> resources);

    /** Somebody found these transactions of yours pending for long: decide ABORT for those you do not know. */
    void ownerAsked(List<Gtrid> gtrids);

    /** The session has ended by an entry of the log. */
    void sessionEnded(SessionId session);

    /** The leader wants this session's votes on transactions that it has joined. Repeated until it has them. */
    default void votesWanted(SessionId session, List<Gtrid> gtrids) {}

    /** A transaction that a session of this process has joined is COMMITTED or ABORTED. */
    default void joinedDecided(Gtrid gtrid, Outcome outcome) {}

    /**
     * Requests reach a leader that is another one than before, or is reached over another connection. It knows of no
     * connection of the process's session before it hears a heartbeat over this one.
     */
    default void leaderFound() {}
}
