package io.nemcon.agent;

import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.host.CrashPoint;

/*
 * A branch's witness is a number that its database gave out, and the group knows the highest one of all it decided to commit.
 * A database that now gives out a number which is not above that is in a state from before: a backup was restored, or a
 * replica took over that had not received everything. This has to be asked before new work takes numbers itself, for work
 * that is allowed to go on soon reaches the mark again.
 */
/** Whether a resource is in an older state than the group has known it in. Thread-safe. */
final class SetBack {

    private final AskedGroup group;

    SetBack(AskedGroup group) {
        this.group = group;
    }

    /**
     * Reports it, if it is.
     *
     * @param position a number that the resource has just given out
     * @return why nothing new may be done there; empty if it may
     */
    String refusal(ResourceName resource, long position) throws GroupUnreachableException, InterruptedException {
        Answer.Standing standing = group.query(
                CrashPoint.AGENT_BEFORE_STANDING_ASKED, new Query.Standing(resource), Answer.Standing.class);
        if (standing.incident() != 0) {
            return suspended(resource, standing.incident());
        }
        if (position > standing.mark()) {
            return "";
        }
        Result result = group.request(
                CrashPoint.AGENT_BEFORE_SET_BACK_REPORTED,
                new SessionCommand.OpenIncident(
                        IncidentKind.RESOURCE_SET_BACK,
                        resource,
                        "",
                        "its next transaction has number " + position
                                + ", but a branch that was decided COMMIT had number "
                                + standing.mark() + ": what its transactions " + position + " to " + standing.mark()
                                + " did, and all that was committed in one phase since, is not in it"));
        return suspended(resource, result instanceof Result.IncidentOpened opened ? opened.incident() : 0);
    }

    private static String suspended(ResourceName resource, long incident) {
        return "resource " + resource + " is suspended by incident " + incident
                + ": its database was set back to an older state, as by a restored backup; nothing new is done there until a"
                + " person closes the incident (nemcon incident show " + incident + ")";
    }
}
