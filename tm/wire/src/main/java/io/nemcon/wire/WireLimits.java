package io.nemcon.wire;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Every bound of the transport, by the name it is refused with. Immutable.
 *
 * @param frameBytesMax the largest frame, which is a payload and some bytes of envelope
 * @param inFlightMax calls without an answer on one connection; beyond it BUSY
 * @param heartbeat how often each side sends a sign of life
 * @param silence after so long without any byte the other side is taken for dead
 * @param connectTimeout for TCP to connect
 * @param handshakeTimeout from the connection to the end of the handshake, TLS included
 * @param reconnectMin the first pause before a client connects again; it doubles from there, with jitter
 * @param reconnectMax the longest pause, and the one after a refusal
 * @param writeBufferBytes bytes waiting to be sent on one connection from which on calls are BUSY and pushes return false
 * @param writeBufferBytesMax bytes waiting to be sent at which the connection is given up: its peer does not read
 * @param connectionsMax open connections of one server
 * @param ioThreads event loops of one server or client
 */
public record WireLimits(
        int frameBytesMax,
        int inFlightMax,
        Duration heartbeat,
        Duration silence,
        Duration connectTimeout,
        Duration handshakeTimeout,
        Duration reconnectMin,
        Duration reconnectMax,
        int writeBufferBytes,
        int writeBufferBytesMax,
        int connectionsMax,
        int ioThreads) {

    /** Below this not even an empty call and its envelope are sure to fit. */
    public static final int FRAME_BYTES_LEAST = 1024;

    private static final int MIB = 1024 * 1024;
    private static final WireLimits DEFAULTS = new WireLimits(
            16 * MIB,
            4096,
            Duration.ofMillis(500),
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofMillis(20),
            Duration.ofMillis(500),
            8 * MIB,
            64 * MIB,
            4096,
            2);

    public WireLimits {
        atLeast("frameBytesMax", frameBytesMax, FRAME_BYTES_LEAST);
        atLeast("inFlightMax", inFlightMax, 1);
        atLeast("writeBufferBytes", writeBufferBytes, FRAME_BYTES_LEAST);
        atLeast("writeBufferBytesMax", writeBufferBytesMax, writeBufferBytes);
        atLeast("connectionsMax", connectionsMax, 1);
        atLeast("ioThreads", ioThreads, 1);
        atLeast("heartbeat", heartbeat, Duration.ofMillis(1));
        atLeast("silence", silence, heartbeat.multipliedBy(2));
        atLeast("connectTimeout", connectTimeout, Duration.ofMillis(1));
        atLeast("handshakeTimeout", handshakeTimeout, Duration.ofMillis(1));
        atLeast("reconnectMin", reconnectMin, Duration.ofMillis(1));
        atLeast("reconnectMax", reconnectMax, reconnectMin);
    }

    public static WireLimits defaults() {
        return DEFAULTS;
    }

    public WireLimits withFrameBytesMax(int bytes) {
        return change(draft -> draft.frameBytesMax = bytes);
    }

    public WireLimits withInFlightMax(int calls) {
        return change(draft -> draft.inFlightMax = calls);
    }

    public WireLimits withHeartbeat(Duration every, Duration deadAfter) {
        return change(draft -> {
            draft.heartbeat = every;
            draft.silence = deadAfter;
        });
    }

    public WireLimits withTimeouts(Duration connect, Duration handshake) {
        return change(draft -> {
            draft.connectTimeout = connect;
            draft.handshakeTimeout = handshake;
        });
    }

    public WireLimits withReconnect(Duration min, Duration max) {
        return change(draft -> {
            draft.reconnectMin = min;
            draft.reconnectMax = max;
        });
    }

    public WireLimits withWriteBuffer(int bytes, int bytesMax) {
        return change(draft -> {
            draft.writeBufferBytes = bytes;
            draft.writeBufferBytesMax = bytesMax;
        });
    }

    public WireLimits withConnectionsMax(int connections) {
        return change(draft -> draft.connectionsMax = connections);
    }

    public WireLimits withIoThreads(int threads) {
        return change(draft -> draft.ioThreads = threads);
    }

    private WireLimits change(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finish();
    }

    /** The limits while one of them is changed. */
    private static final class Draft {
        private int frameBytesMax;
        private int inFlightMax;
        private Duration heartbeat;
        private Duration silence;
        private Duration connectTimeout;
        private Duration handshakeTimeout;
        private Duration reconnectMin;
        private Duration reconnectMax;
        private int writeBufferBytes;
        private int writeBufferBytesMax;
        private int connectionsMax;
        private int ioThreads;

        private Draft(WireLimits before) {
            frameBytesMax = before.frameBytesMax;
            inFlightMax = before.inFlightMax;
            heartbeat = before.heartbeat;
            silence = before.silence;
            connectTimeout = before.connectTimeout;
            handshakeTimeout = before.handshakeTimeout;
            reconnectMin = before.reconnectMin;
            reconnectMax = before.reconnectMax;
            writeBufferBytes = before.writeBufferBytes;
            writeBufferBytesMax = before.writeBufferBytesMax;
            connectionsMax = before.connectionsMax;
            ioThreads = before.ioThreads;
        }

        private WireLimits finish() {
            return new WireLimits(
                    frameBytesMax,
                    inFlightMax,
                    heartbeat,
                    silence,
                    connectTimeout,
                    handshakeTimeout,
                    reconnectMin,
                    reconnectMax,
                    writeBufferBytes,
                    writeBufferBytesMax,
                    connectionsMax,
                    ioThreads);
        }
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", and at least " + least + " is needed");
        }
    }

    private static void atLeast(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    name + " is " + value.toMillis() + " ms, and at least " + least.toMillis() + " ms are needed");
        }
    }
}
