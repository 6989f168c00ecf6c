package io.nemcon.benchmarks.bank;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * A port of the loopback address behind which a database seems to be farther away: what arrives is passed on half of the delay
 * later, in both directions. Meant for requests and answers that each fit a packet or two; it is no model of a slow line.
 */
final class DelayProxy implements AutoCloseable {

    private static final int CONNECTIONS_MAX = 600;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ServerSocket listening;
    private final int target;
    private final long halfNs;
    private final Semaphore room = new Semaphore(CONNECTIONS_MAX);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private DelayProxy(ServerSocket listening, int target, Duration delay) {
        this.listening = listening;
        this.target = target;
        this.halfNs = delay.toNanos() / 2;
    }

    /** @param delay of a round trip */
    static DelayProxy start(int target, Duration delay) throws IOException {
        ServerSocket listening = new ServerSocket(0, CONNECTIONS_MAX, InetAddress.getLoopbackAddress());
        DelayProxy proxy = new DelayProxy(listening, target, delay);
        proxy.thread("accept", proxy::accept);
        return proxy;
    }

    int port() {
        return listening.getLocalPort();
    }

    private void thread(String name, Runnable work) {
        Thread thread = new Thread(work, "delay-" + target + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (!room.tryAcquire()) {
                    client.close();
                    continue;
                }
                connect(client);
            } catch (IOException e) {
                // Closed, which the loop sees, or a client that has gone.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            room.release();
            client.close();
            throw e;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        thread("there", () -> pump(client, server));
        thread("back", () -> {
            pump(server, client);
            open.remove(client);
            open.remove(server);
            room.release();
        });
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                waitHalf(System.nanoTime());
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // One side has gone; closing both tells the other.
        }
    }

    private void waitHalf(long arrivedNs) {
        for (long left = halfNs; left > 0; left = arrivedNs + halfNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
