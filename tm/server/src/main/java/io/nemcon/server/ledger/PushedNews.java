package io.nemcon.server.ledger;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.node.GroupNews;
import io.nemcon.node.LedgerProtocol;
import io.nemcon.wire.WirePeer;
import java.util.List;

/** News for a process at the other end of a connection. What its full buffer doesn't take is lost, as news may be. */
record PushedNews(WirePeer peer) implements GroupNews {

    @Override
    public void agentWanted(List<ResourceName> resources) {
        peer.push(LedgerProtocol.SERVICE, LedgerProtocol.AGENT_WANTED, LedgerProtocol.encodeResources(resources));
    }

    @Override
    public void ownerAsked(List<Gtrid> gtrids) {
        peer.push(LedgerProtocol.SERVICE, LedgerProtocol.OWNER_ASKED, LedgerProtocol.encodeGtrids(gtrids));
    }

    @Override
    public void sessionEnded(SessionId session) {
        peer.push(LedgerProtocol.SERVICE, LedgerProtocol.SESSION_ENDED, LedgerProtocol.encodeSession(session));
    }
}
