package io.nemcon.wire.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A network between a client and a server that can be broken in the ways that networks break. */
public final class Proxy implements AutoCloseable {

    /** What happens to the bytes of one direction. */
    public enum Mode {
        PASS,
        /** They are read and vanish; no side is told. */
        VANISH,
        /** They are not read: the sender's and the receiver's buffers fill up. */
        STALL
    }

    /** One direction of all connections. */
    public static final class Direction {
        private volatile Mode mode = Mode.PASS;
        private volatile int delayMs;
        private final AtomicInteger bytesUntilFlip = new AtomicInteger(-1);
        private final AtomicInteger bytesUntilCut = new AtomicInteger(-1);

        public void mode(Mode next) {
            mode = next;
        }

        public void delay(int ms) {
            delayMs = ms;
        }

        /** Flips one bit of the byte that comes after so many others. */
        public void flipAfter(int bytes) {
            bytesUntilFlip.set(bytes);
        }

        /** Cuts the connection after so many bytes more. */
        public void cutAfter(int bytes) {
            bytesUntilCut.set(bytes);
        }

        private void maybeFlip(byte[] buffer, int count) {
            int left = bytesUntilFlip.get();
            if (left < 0) {
                return;
            }
            if (left < count) {
                buffer[left] ^= 0x10;
                bytesUntilFlip.set(-1);
            } else {
                bytesUntilFlip.set(left - count);
            }
        }

        /** How many of them still pass; below count if the connection is to be cut there. */
        private int passing(int count) {
            int left = bytesUntilCut.get();
            if (left < 0) {
                return count;
            }
            if (left <= count) {
                bytesUntilCut.set(-1);
                return left;
            }
            bytesUntilCut.set(left - count);
            return count;
        }
    }

    public final Direction toServer = new Direction();
    public final Direction toClient = new Direction();

    private final ServerSocket listening;
    private final int target;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile boolean closed;
    private volatile boolean refusing;

    public Proxy(int targetPort) throws IOException {
        this.target = targetPort;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Connections taken so far. */
    public int accepted() {
        return accepted.get();
    }

    /** Whether new connections are closed at once. */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Resets every connection. */
    public void cut() {
        for (Socket socket : open) {
            reset(socket);
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listening.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                accepted.incrementAndGet();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                daemon(() -> pump(client, server, toServer));
                daemon(() -> pump(server, client, toClient));
            } catch (IOException e) {
                // closed, or the target is not there: its client sees a closed connection
            }
        }
    }

    private void pump(Socket from, Socket to, Direction direction) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                awaitUnstalled(direction, from);
                int count = in.read(buffer);
                if (count < 0) {
                    break;
                }
                if (direction.mode == Mode.VANISH) {
                    continue;
                }
                if (direction.delayMs > 0) {
                    Thread.sleep(direction.delayMs);
                }
                direction.maybeFlip(buffer, count);
                int passing = direction.passing(count);
                out.write(buffer, 0, passing);
                if (passing < count) {
                    break;
                }
            }
        } catch (IOException e) {
            // one of the two has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.remove(from);
        if (direction.mode != Mode.VANISH) {
            reset(from);
            closeQuietly(to);
        }
    }

    private void awaitUnstalled(Direction direction, Socket from) throws InterruptedException {
        while (direction.mode == Mode.STALL && !closed && !from.isClosed()) {
            Thread.sleep(2);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing to be done about it
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listening.close();
        cut();
    }
}
