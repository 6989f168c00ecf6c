package io.nemcon.simulation.world;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.AnswerCodec;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.QueryCodec;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.ResultCodec;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.GroupNews;
import io.nemcon.node.LedgerProtocol;
import io.nemcon.simulation.machine.Machine;
import io.nemcon.simulation.network.Wiretap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A ledger in the process that asks it; what is asked and answered is seen as it would be on a wire. */
record TappedGroup(GroupChannel ledger, Machine machine, Wiretap tap) implements GroupChannel {

    @Override
    public CompletableFuture<Result> propose(Command command) {
        byte[] request = CommandCodec.encode(command);
        return seen(LedgerProtocol.PROPOSE, request, () -> ledger.propose(command), ResultCodec::encode);
    }

    @Override
    public CompletableFuture<Answer> query(Query query) {
        return seen(LedgerProtocol.QUERY, QueryCodec.encode(query), () -> ledger.query(query), AnswerCodec::encode);
    }

    @Override
    public CompletableFuture<Boolean> heartbeat(SessionId session) {
        byte[] request = LedgerProtocol.encodeSession(session);
        return seen(LedgerProtocol.HEARTBEAT, request, () -> ledger.heartbeat(session), LedgerProtocol::encodeAlive);
    }

    private interface Call<T> {
        CompletableFuture<T> make();
    }

    private <T> CompletableFuture<T> seen(int method, byte[] request, Call<T> call, Function<T, byte[]> encode) {
        long nowNs = machine.scheduler().nowNs();
        tap.sent(machine, method, request);
        return call.make().whenComplete((reply, failure) -> {
            if (failure == null) {
                tap.answered(machine, this, nowNs, method, request, encode.apply(reply));
            }
        });
    }

    @Override
    public CompletableFuture<Void> inquire(List<Gtrid> gtrids) {
        return ledger.inquire(gtrids);
    }

    @Override
    public CompletableFuture<Result> commitJoined(Command.FromSession decide, long votesWithinMs) {
        byte[] request = LedgerProtocol.encodeCommitJoined(decide, votesWithinMs);
        return seen(
                LedgerProtocol.COMMIT_JOINED,
                request,
                () -> ledger.commitJoined(decide, votesWithinMs),
                ResultCodec::encode);
    }

    @Override
    public CompletableFuture<Void> vote(JoinedVote vote) {
        return ledger.vote(vote);
    }

    @Override
    public void onNews(GroupNews news) {
        ledger.onNews(news);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
