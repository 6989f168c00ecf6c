package io.nemcon.xa.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP proxy that breaks one connection at the very message a test names. */
public final class FaultyProxy implements Closeable {

    /** What happens to the connection on which the client sends the message. */
    public enum Fault {
        /** It dies before the message is passed on. */
        CUT_BEFORE,
        /** The message is passed on; the client loses the connection before it hears the answer. */
        CUT_BEFORE_ANSWER,
        /** The message is passed on; the client never hears an answer, and keeps the connection. */
        SWALLOW_ANSWER,
        /** The message is kept until {@link #deliverHeld}; the client keeps the connection. */
        HOLD
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int targetPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch struck = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CountDownLatch delivery = new CountDownLatch(1);
    private final CountDownLatch delivered = new CountDownLatch(1);
    private final AtomicInteger messages = new AtomicInteger();
    private volatile String text;
    private volatile int messagesLater;
    private volatile Fault fault;
    private volatile boolean unreachable;
    private volatile boolean unreachableOnceStruck;

    public FaultyProxy(int targetPort) throws IOException {
        this.targetPort = targetPort;
        daemon(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many times a client has sent something. */
    public int messages() {
        return messages.get();
    }

    /** The next message with this text meets this fault; only that one. */
    public void strike(String message, Fault how) {
        strike(message, 0, how);
    }

    /** The message that comes so many after the next one with this text, on the same connection, meets this fault. */
    public void strike(String message, int later, Fault how) {
        fault = how;
        messagesLater = later;
        text = message;
    }

    /** As {@link #strike}, and from then on nobody gets through. */
    public void strikeAndCutOff(String message, Fault how) {
        strikeAndCutOff(message, 0, how);
    }

    /** As {@link #strike(String, int, Fault)}, and from then on nobody gets through. */
    public void strikeAndCutOff(String message, int later, Fault how) {
        unreachableOnceStruck = true;
        strike(message, later, how);
    }

    /** Whether new connections are refused. */
    public void unreachable(boolean refuse) {
        unreachable = refuse;
    }

    /** Waits until the fault has struck. */
    public void awaitStruck() throws InterruptedException {
        await(struck, "the fault did not strike");
    }

    /** Waits until the server has answered the message that was struck. */
    public void awaitAnswered() throws InterruptedException {
        await(answered, "the server did not answer");
    }

    /** Passes a held message on, late. */
    public void deliverHeld() throws InterruptedException {
        delivery.countDown();
        await(delivered, "the held message was not delivered");
    }

    /** Breaks all connections there are at this moment. */
    public void cutAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static void await(CountDownLatch latch, String otherwise) throws InterruptedException {
        if (!latch.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError(otherwise);
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            if (unreachable) {
                client.close();
                continue;
            }
            Socket server = target();
            if (server == null) {
                client.close();
                continue;
            }
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(server);
            Line line = new Line(client, server);
            daemon(line::upstream);
            daemon(line::downstream);
        }
    }

    /** Null while the server is down. */
    private Socket target() {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), targetPort);
        } catch (IOException down) {
            return null;
        }
    }

    /** One proxied connection. */
    private final class Line {
        private final Socket client;
        private final Socket server;
        private volatile Fault met;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void upstream() throws IOException {
            byte[] buffer = new byte[65_536];
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            int countdown = -1; // messages before the strike
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                messages.incrementAndGet();
                if (countdown < 0 && isNamed(buffer, n)) {
                    countdown = messagesLater;
                }
                boolean strikes = countdown == 0;
                countdown = Math.max(-1, countdown - 1);
                if (strikes) {
                    met = fault;
                    unreachable |= unreachableOnceStruck;
                    struck.countDown();
                }
                if (strikes && met == Fault.CUT_BEFORE) {
                    break;
                }
                if (strikes && met == Fault.HOLD) {
                    awaitDelivery();
                }
                out.write(buffer, 0, n);
                if (strikes && met == Fault.HOLD) {
                    delivered.countDown();
                }
            }
            if (met != Fault.CUT_BEFORE_ANSWER && met != Fault.HOLD) {
                close();
            }
        }

        private synchronized boolean isNamed(byte[] buffer, int length) {
            String wanted = text;
            if (wanted == null || !contains(buffer, length, wanted)) {
                return false;
            }
            text = null;
            return true;
        }

        /** Some protocols have one byte for a character, some two. */
        private boolean contains(byte[] buffer, int length, String wanted) {
            String bytes = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            return bytes.contains(wanted)
                    || bytes.contains(
                            new String(wanted.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1));
        }

        private void awaitDelivery() {
            try {
                delivery.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void downstream() throws IOException {
            byte[] buffer = new byte[65_536];
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (met == null) {
                    out.write(buffer, 0, n);
                    continue;
                }
                answered.countDown();
                if (met == Fault.CUT_BEFORE_ANSWER) {
                    break;
                }
            }
            if (met == null || met == Fault.CUT_BEFORE_ANSWER || met == Fault.CUT_BEFORE) {
                close();
            }
        }

        private void close() throws IOException {
            client.close();
            server.close();
        }
    }

    private interface Job {
        void run() throws IOException;
    }

    private static void daemon(Job job) {
        Thread thread = new Thread(() -> {
            try {
                job.run();
            } catch (IOException closed) {
                // the other side of a broken connection
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        delivery.countDown();
        cutAll();
    }
}
