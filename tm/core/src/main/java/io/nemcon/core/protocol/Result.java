package io.nemcon.core.protocol;

import io.nemcon.core.id.SessionId;
import java.util.List;

/** What {@code apply} answers to one command. */
public sealed interface Result {

    /** It was done, or had been done before. */
    record Done() implements Result {}

    /** The command's condition did not hold any more, and nothing was changed. */
    record NotApplicable() implements Result {}

    record SessionOpened(SessionId session) implements Result {}

    /** The session of the request has ended; nothing was changed. Its undecided transactions are aborted. */
    record SessionEnded(SessionId session) implements Result {}

    /** The outcome after DECIDE: of this one, or of an earlier one that won. */
    record Decided(Outcome outcome, Reason reason) implements Result {}

    /** @param place of the session among those that have joined the transaction, from 1 */
    record Joined(int place) implements Result {}

    /**
     * DECIDE(COMMIT) named other sessions than have joined the transaction; nothing was changed.
     *
     * @param joins those that have, in the order of their joining
     */
    record JoinsDiffer(List<SessionId> joins) implements Result {
        public JoinsDiffer {
            joins = List.copyOf(joins);
        }
    }

    record AgentRegistered(boolean active) implements Result {}

    record IncidentOpened(long incident) implements Result {}

    /** A repeat of a request whose result its client had acknowledged; dropped. */
    record Duplicate() implements Result {}

    /** Nothing was changed; {@code why} names the limit or the rule. */
    record Refused(String why) implements Result {}
}
