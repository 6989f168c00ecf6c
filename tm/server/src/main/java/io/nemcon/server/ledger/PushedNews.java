package io.nemcon.server.ledger;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.node.GroupNews;
import io.nemcon.node.LedgerProtocol;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.CrashPointException;
import io.nemcon.node.host.Host;
import io.nemcon.wire.WirePeer;
import java.util.List;

/** News for a process at the other end of a connection. What its full buffer doesn't take is lost, as news may be. */
record PushedNews(Host host, WirePeer peer) implements GroupNews {

    @Override
    public void agentWanted(List<ResourceName> resources) {
        byte[] news = LedgerProtocol.encodeResources(resources);
        push(CrashPoint.NODE_BEFORE_AGENT_WANTED, LedgerProtocol.AGENT_WANTED, news);
    }

    @Override
    public void ownerAsked(List<Gtrid> gtrids) {
        push(CrashPoint.NODE_BEFORE_OWNER_ASKED, LedgerProtocol.OWNER_ASKED, LedgerProtocol.encodeGtrids(gtrids));
    }

    @Override
    public void votesWanted(SessionId session, List<Gtrid> gtrids) {
        byte[] news = LedgerProtocol.encodeVotesWanted(session, gtrids);
        push(CrashPoint.NODE_BEFORE_VOTES_ASKED, LedgerProtocol.VOTES_WANTED, news);
    }

    @Override
    public void joinedDecided(Gtrid gtrid, Outcome outcome) {
        byte[] news = LedgerProtocol.encodeJoinedDecided(gtrid, outcome);
        push(CrashPoint.NODE_BEFORE_OUTCOME_TOLD, LedgerProtocol.JOINED_DECIDED, news);
    }

    @Override
    public void sessionEnded(SessionId session) {
        byte[] news = LedgerProtocol.encodeSession(session);
        push(CrashPoint.NODE_BEFORE_SESSION_END_TOLD, LedgerProtocol.SESSION_ENDED, news);
    }

    private void push(CrashPoint before, int method, byte[] news) {
        try {
            host.at(before);
        } catch (CrashPointException lost) {
            return;
        }
        peer.push(LedgerProtocol.SERVICE, method, news);
    }
}
