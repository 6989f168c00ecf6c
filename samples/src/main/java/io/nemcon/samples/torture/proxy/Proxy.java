package io.nemcon.samples.torture.proxy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.nemcon.wire.proto.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A port behind which a process is to be reached, with a {@link Link} for each of its callers. Thread-safe.
 *
 * <p>A caller that speaks Nemcon's protocol is known by the name in the first thing it says; one of a database is known beforehand,
 * because each has a proxy of its own.
 */
public final class Proxy implements AutoCloseable {

    private static final int CONNECTIONS_MAX = 600;
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int FIRST_WORD_TIMEOUT_MS = 5_000;
    private static final byte[] NOTHING = {};

    private final ServerSocket listening;
    private final int target;
    private final @Nullable String onlyCaller;
    private final Semaphore room = new Semaphore(CONNECTIONS_MAX);
    private final Map<String, Link> links = new ConcurrentHashMap<>();

    private Proxy(int port, int target, @Nullable String onlyCaller) throws IOException {
        this.listening = new ServerSocket(port, CONNECTIONS_MAX, InetAddress.getLoopbackAddress());
        this.target = target;
        this.onlyCaller = onlyCaller;
    }

    /** For callers that speak Nemcon's protocol. */
    public static Proxy ofFrames(int target) throws IOException {
        return new Proxy(0, target, null).started();
    }

    /** For one caller that speaks any protocol. */
    public static Proxy ofStream(int target, String caller) throws IOException {
        return new Proxy(0, target, caller).started();
    }

    private Proxy started() {
        thread("accept", this::accept);
        return this;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** The link from this caller, who need not have called yet. */
    public Link link(String caller) {
        return links.computeIfAbsent(caller, any -> new Link());
    }

    private void thread(String name, Runnable work) {
        Thread thread = new Thread(work, "proxy-" + target + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket caller = listening.accept();
                if (room.tryAcquire()) {
                    thread("there", () -> serve(caller));
                } else {
                    caller.close();
                }
            } catch (IOException e) {
                // Closed, which the loop sees, or a caller that has gone.
            }
        }
    }

    /** On the connection's own thread, which then passes on what the caller sends. */
    private void serve(Socket caller) {
        Socket called = new Socket();
        try {
            caller.setTcpNoDelay(true);
            Pieces fromCaller = pieces(caller.getInputStream());
            byte[] first = onlyCaller == null ? firstWord(caller, fromCaller) : NOTHING;
            Link link = link(onlyCaller == null ? CallerName.of(first) : onlyCaller);
            if (link.weather() == Weather.CUT) {
                throw new IOException("cut");
            }
            called.setTcpNoDelay(true);
            called.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_TIMEOUT_MS);
            Pieces fromCalled = pieces(called.getInputStream());
            Relay relay = new Relay(link, caller, called, room::release);
            thread("back", () -> relay.run(true, fromCalled, NOTHING));
            relay.run(false, fromCaller, first);
        } catch (IOException e) {
            closeQuietly(caller);
            closeQuietly(called);
            room.release();
        }
    }

    private Pieces pieces(InputStream in) {
        return onlyCaller == null ? new FramePieces(in) : new StreamPieces(in);
    }

    private static byte[] firstWord(Socket caller, Pieces pieces) throws IOException {
        caller.setSoTimeout(FIRST_WORD_TIMEOUT_MS);
        byte[] first = pieces.next();
        caller.setSoTimeout(0);
        if (first == null) {
            throw new IOException("a caller that says nothing");
        }
        return first;
    }

    /** Fair weather for all. */
    public void clear() {
        links.values().forEach(link -> link.become(Weather.CLEAR));
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed as far as it can be.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        links.values().forEach(Link::closeAll);
    }

    /** Who calls, by the name in a Hello. */
    private static final class CallerName {

        private static final String NODE = "node ";

        private CallerName() {}

        /** {@code node tm-1} is tm-1, and every life {@code app-1.3} of an app is app-1. */
        static String of(byte[] firstFrame) throws InvalidProtocolBufferException {
            int start = FramePieces.PREAMBLE_BYTES + FramePieces.HEADER_BYTES;
            Envelope envelope = Envelope.parser().parseFrom(firstFrame, start, firstFrame.length - start);
            String name = envelope.getHello().getName();
            String bare = name.startsWith(NODE) ? name.substring(NODE.length()) : name;
            int life = bare.indexOf('.');
            return life < 0 ? bare : bare.substring(0, life);
        }
    }
}
