package io.nemcon.server.cli.operator;

import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.AnswerCodec;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.QueryCodec;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.ResultCodec;
import io.nemcon.node.LedgerProtocol;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireSecurity;
import io.nemcon.wire.WireStatus;
import io.nemcon.wire.client.WireClient;
import io.nemcon.wire.client.WireClientConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks whichever node leads, following the hints of those that don't, until one answers or the time is over. Blocking, for one
 * thread. The same bytes go to one node after another: an operator's command may be repeated without harm.
 */
final class GroupClient implements AutoCloseable {

    private static final long CONNECT_PATIENCE_MS = 300;
    private static final long ANSWER_PATIENCE_MS = 5_000;
    private static final long PAUSE_MS = 50;

    private final List<WireEndpoint> nodes;
    private final Duration timeout;
    private final WireClient client;
    private final Map<WireEndpoint, WireConnection> lines = new LinkedHashMap<>();

    /** What each node said last that was no answer. */
    private final Map<WireEndpoint, String> said = new LinkedHashMap<>();

    GroupClient(List<WireEndpoint> nodes, WireSecurity security, Duration timeout) {
        this.nodes = List.copyOf(nodes);
        this.timeout = timeout;
        this.client = new WireClient(new WireClientConfig("operator", "", security, WireLimits.defaults()));
        nodes.forEach(this::line);
    }

    /** A linearizable read. */
    <A extends Answer> A query(Query query, Class<A> type) throws AskFailedException, InterruptedException {
        byte[] reply = ask(LedgerProtocol.QUERY, QueryCodec.encode(query), false);
        try {
            return type.cast(AnswerCodec.decode(reply));
        } catch (MalformedBytesException | ClassCastException otherVersion) {
            throw new AskFailedException(
                    ExitCodes.FAILED, "the answer is of another version: " + otherVersion.getMessage());
        }
    }

    Result propose(Command.FromOperator command) throws AskFailedException, InterruptedException {
        byte[] reply = ask(LedgerProtocol.PROPOSE, CommandCodec.encode(command), true);
        try {
            return ResultCodec.decode(reply);
        } catch (MalformedBytesException otherVersion) {
            throw new AskFailedException(
                    ExitCodes.UNKNOWN_OUTCOME, "the answer is of another version: " + otherVersion.getMessage());
        }
    }

    /** @param changes whether a request without an answer may have changed something */
    private byte[] ask(int method, byte[] payload, boolean changes) throws AskFailedException, InterruptedException {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        boolean maybeDone = false;
        int turn = 0;
        WireEndpoint node = nodes.get(0);
        said.clear();
        while (System.nanoTime() < deadlineNs) {
            try {
                return call(node, method, payload, deadlineNs - System.nanoTime());
            } catch (WireException failed) {
                said.put(node, String.valueOf(failed.getMessage()));
                maybeDone |= changes && failed.status() == WireStatus.UNKNOWN_OUTCOME;
                failIfRefused(node, failed, maybeDone);
                WireEndpoint leader = leader(failed);
                if (leader == null || leader.equals(node)) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                    node = nodes.get(++turn % nodes.size());
                } else {
                    node = leader;
                }
            }
        }
        throw maybeDone
                ? new AskFailedException(
                        ExitCodes.UNKNOWN_OUTCOME,
                        "it may have been done: the answer did not come within " + timeout.toMillis() + " ms ("
                                + words() + ")")
                : new AskFailedException(
                        ExitCodes.NO_LEADER,
                        "no leader answered within " + timeout.toMillis() + " ms (" + words()
                                + "); 'nemcon status' shows the nodes");
    }

    private byte[] call(WireEndpoint node, int method, byte[] payload, long leftNs) throws InterruptedException {
        WireConnection line = line(node);
        long leftMs = TimeUnit.NANOSECONDS.toMillis(leftNs) + 1;
        if (!line.awaitUp(Duration.ofMillis(Math.min(leftMs, CONNECT_PATIENCE_MS)))) {
            String why = line.lastFailure();
            throw new WireException(WireStatus.UNAVAILABLE, why.isEmpty() ? "not connected" : why);
        }
        try {
            Duration patience = Duration.ofMillis(Math.min(leftMs, ANSWER_PATIENCE_MS));
            return line.call(LedgerProtocol.SERVICE, method, payload, patience).get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof WireException known) {
                throw known;
            }
            throw new IllegalStateException("a call failed with what is no WireException", failed);
        }
    }

    /** A node's refusal of this client says nothing about the others; its refusal of the request does. */
    private void failIfRefused(WireEndpoint node, WireException failed, boolean maybeDone) throws AskFailedException {
        boolean ofClient = line(node).isRefused();
        boolean ofRequest =
                !ofClient && (failed.status() == WireStatus.REFUSED || failed.status() == WireStatus.UNKNOWN_METHOD);
        boolean byAll = ofClient && nodes.stream().allMatch(one -> line(one).isRefused());
        if (ofRequest || byAll) {
            throw new AskFailedException(
                    maybeDone ? ExitCodes.UNKNOWN_OUTCOME : ExitCodes.FAILED,
                    node + " refuses: " + failed.getMessage());
        }
    }

    private static @Nullable WireEndpoint leader(WireException failed) {
        if (failed.leaderHint().isEmpty()) {
            return null;
        }
        try {
            return WireEndpoint.parse(failed.leaderHint());
        } catch (IllegalArgumentException noEndpoint) {
            return null; // a node that knows a leader by no address is as good as one that knows none
        }
    }

    private WireConnection line(WireEndpoint node) {
        return lines.computeIfAbsent(node, client::connect);
    }

    private String words() {
        return said.entrySet().stream()
                .map(one -> one.getKey() + ": " + one.getValue())
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        client.close();
    }
}
