package io.nemcon.core.protocol;

import java.util.List;

/**
 * One entry of the log: many commands, applied in order.
 *
 * @param leaderTimeMs milliseconds since 1970 by the leader's clock; the ledger's only time, never going back there
 */
public record Entry(long leaderTimeMs, List<Command> commands) {

    public Entry {
        commands = List.copyOf(commands);
    }
}
