package io.nemcon.agent;

import io.nemcon.client.AgentPort;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.host.CrashPoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The group behind the agent's crash points, its answers waited for, boundedly. */
final class AskedGroup {

    /** The channel has deadlines of its own; this one is for a channel that forgets to answer. */
    private static final long WAIT_MS = 60_000;

    private final AgentPort port;

    AskedGroup(AgentPort port) {
        this.port = port;
    }

    /** @throws GroupUnreachableException also for a result that says nothing was done */
    Result request(CrashPoint before, SessionCommand command) throws GroupUnreachableException, InterruptedException {
        pass(before);
        Result result = await(port.request(command));
        if (result instanceof Result.Refused refused) {
            throw new GroupUnreachableException("the group refused: " + refused.why());
        }
        if (result instanceof Result.SessionEnded ended) {
            throw new GroupUnreachableException("session " + ended.session() + " has ended");
        }
        return result;
    }

    <A extends Answer> A query(CrashPoint before, Query query, Class<A> type)
            throws GroupUnreachableException, InterruptedException {
        pass(before);
        return type.cast(await(port.query(query)));
    }

    void inquire(List<Gtrid> gtrids) throws GroupUnreachableException {
        pass(CrashPoint.AGENT_BEFORE_OWNER_ASKED);
        port.inquire(gtrids);
    }

    void pass(CrashPoint point) throws GroupUnreachableException {
        port.host().at(point, GroupUnreachableException::new);
    }

    private <T> T await(CompletableFuture<T> future) throws GroupUnreachableException, InterruptedException {
        try {
            return port.host().await(future, TimeUnit.MILLISECONDS.toNanos(WAIT_MS));
        } catch (ExecutionException failed) {
            throw new GroupUnreachableException("the group did not answer", failed.getCause());
        } catch (TimeoutException silent) {
            throw new GroupUnreachableException("the group did not answer in " + WAIT_MS + " ms", silent);
        }
    }
}
