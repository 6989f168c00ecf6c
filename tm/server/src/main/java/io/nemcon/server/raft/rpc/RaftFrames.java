package io.nemcon.server.raft.rpc;

import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of a request and of its answer.
 *
 * <p>Request: the life that the receiver is taken to lead (8, zero if not known, see {@link Greeting}), then the message.
 * Answer: a tag (1), then the method's own response or JRaft's ErrorResponse.
 */
final class RaftFrames {

    private static final int LIFE_BYTES = Long.BYTES;
    private static final int TAG_BYTES = 1;
    private static final byte RESPONSE = 0;
    private static final byte ERROR = 1;

    private RaftFrames() {}

    static byte[] request(long life, Message message) {
        byte[] frame = withRoomFor(LIFE_BYTES, message);
        ByteBuffer.wrap(frame).putLong(life);
        return frame;
    }

    /** The life that the sender takes the receiver to lead. */
    static long lifeOf(byte[] request) throws InvalidProtocolBufferException {
        if (request.length < LIFE_BYTES) {
            throw new InvalidProtocolBufferException("a request of " + request.length + " bytes is cut off");
        }
        return ByteBuffer.wrap(request).getLong();
    }

    static Message requestOf(byte[] request, RaftMethod method) throws InvalidProtocolBufferException {
        return parse(request, LIFE_BYTES, method.request());
    }

    static byte[] answer(Message message) {
        byte[] frame = withRoomFor(TAG_BYTES, message);
        frame[0] = message instanceof ErrorResponse ? ERROR : RESPONSE;
        return frame;
    }

    static Message answerOf(byte[] answer, RaftMethod method) throws InvalidProtocolBufferException {
        if (answer.length < TAG_BYTES) {
            throw new InvalidProtocolBufferException("an empty answer to " + method);
        }
        return parse(answer, TAG_BYTES, answer[0] == ERROR ? ErrorResponse.getDefaultInstance() : method.response());
    }

    private static byte[] withRoomFor(int head, Message message) {
        byte[] frame = new byte[head + message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(frame, head, frame.length - head);
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("a message that said it has " + (frame.length - head) + " bytes", e);
        }
        return frame;
    }

    /** Entries and file blocks stay where they are in the frame, which is nobody else's. */
    private static Message parse(byte[] frame, int head, Message prototype) throws InvalidProtocolBufferException {
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(frame, head, frame.length - head)
                .newCodedInput();
        in.enableAliasing(true);
        try {
            return prototype.newBuilderForType().mergeFrom(in).build();
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
    }
}
