package io.nemcon.server.raft.rpc;

import com.alipay.sofa.jraft.rpc.RpcRequests;
import com.google.protobuf.Message;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a node asks of another, one for each of JRaft's requests. The numbers travel and are never reused. */
enum RaftMethod {
    /** Votes and pre-votes: a flag in the request tells them apart. */
    REQUEST_VOTE(
            2,
            RpcRequests.RequestVoteRequest.getDefaultInstance(),
            RpcRequests.RequestVoteResponse.getDefaultInstance()),
    APPEND_ENTRIES(
            3,
            RpcRequests.AppendEntriesRequest.getDefaultInstance(),
            RpcRequests.AppendEntriesResponse.getDefaultInstance()),
    INSTALL_SNAPSHOT(
            4,
            RpcRequests.InstallSnapshotRequest.getDefaultInstance(),
            RpcRequests.InstallSnapshotResponse.getDefaultInstance()),
    GET_FILE(5, RpcRequests.GetFileRequest.getDefaultInstance(), RpcRequests.GetFileResponse.getDefaultInstance()),
    TIMEOUT_NOW(
            6, RpcRequests.TimeoutNowRequest.getDefaultInstance(), RpcRequests.TimeoutNowResponse.getDefaultInstance()),
    READ_INDEX(
            7, RpcRequests.ReadIndexRequest.getDefaultInstance(), RpcRequests.ReadIndexResponse.getDefaultInstance());

    /** The number of the greeting that opens a line: not one of JRaft's, see {@link Greeting}. */
    static final int GREETING = 1;

    private static final Map<Integer, RaftMethod> BY_NUMBER =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(RaftMethod::number, Function.identity()));
    private static final Map<String, RaftMethod> BY_REQUEST = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(
                    method -> method.request.getClass().getName(), Function.identity()));

    private final int number;
    private final Message request;
    private final Message response;

    RaftMethod(int number, Message request, Message response) {
        this.number = number;
        this.request = request;
        this.response = response;
    }

    int number() {
        return number;
    }

    /** An empty request, to parse others with. */
    Message request() {
        return request;
    }

    /** An empty response, to parse others with. */
    Message response() {
        return response;
    }

    static @Nullable RaftMethod ofNumber(int number) {
        return BY_NUMBER.get(number);
    }

    /** The method whose requests are of this class; null if nodes never send such. */
    static @Nullable RaftMethod ofRequest(String className) {
        return BY_REQUEST.get(className);
    }
}
