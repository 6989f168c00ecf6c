package io.nemcon.client.session;

import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.GroupException;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The group behind the crash points of whoever asks it. What fails at one fails as a request without an answer. */
final class PassedGroup {

    private final Host host;
    private final GroupChannel group;

    PassedGroup(Host host, GroupChannel group) {
        this.host = host;
        this.group = group;
    }

    CompletableFuture<Result> propose(CrashPoint before, Command command) {
        return past(before, () -> group.propose(command));
    }

    CompletableFuture<Result> propose(CrashPoint before, CrashPoint answered, Command command) {
        return answered(answered, propose(before, command));
    }

    CompletableFuture<Result> commitJoined(
            CrashPoint before, CrashPoint answered, Command.FromSession decide, long votesWithinMs) {
        return answered(answered, past(before, () -> group.commitJoined(decide, votesWithinMs)));
    }

    CompletableFuture<Void> vote(CrashPoint before, CrashPoint answered, JoinedVote vote) {
        return answered(answered, past(before, () -> group.vote(vote)));
    }

    CompletableFuture<Answer> query(CrashPoint before, Query query) {
        return past(before, () -> group.query(query));
    }

    CompletableFuture<Boolean> heartbeat(CrashPoint before, CrashPoint answered, SessionId session) {
        return answered(answered, past(before, () -> group.heartbeat(session)));
    }

    private <T> CompletableFuture<T> past(CrashPoint before, Supplier<CompletableFuture<T>> send) {
        try {
            host.at(before, PassedGroup::unanswered);
        } catch (GroupException failed) {
            return CompletableFuture.failedFuture(failed);
        }
        return send.get();
    }

    private <T> CompletableFuture<T> answered(CrashPoint answered, CompletableFuture<T> answer) {
        return answer.thenApply(value -> {
            host.at(answered, PassedGroup::unanswered);
            return value;
        });
    }

    private static GroupException unanswered(String why) {
        return new GroupException(GroupException.Knowledge.UNKNOWN, why);
    }
}
