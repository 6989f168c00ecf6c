package io.nemcon.client.session;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Outcome;
import java.util.List;

/** What this process hears of transactions that it has joined. Must not block. */
public interface JoinedListener {

    /** The leader wants this session's votes. */
    void votesWanted(SessionId session, List<Gtrid> gtrids);

    /** One of them is decided. */
    void decided(Gtrid gtrid, Outcome outcome);
}
