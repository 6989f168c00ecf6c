package io.nemcon.wire.net;

import com.google.protobuf.ByteString;
import io.nemcon.wire.proto.Challenge;
import io.nemcon.wire.proto.Envelope;
import io.nemcon.wire.proto.Hello;
import io.nemcon.wire.proto.Proof;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A peer written from the description of the protocol, byte by byte, so that it can also break the rules. */
public final class RawPeer implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private boolean readPreamble;

    public RawPeer(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    public RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(30_000);
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    public RawPeer preamble() throws IOException {
        out.write(new byte[] {'N', 'E', 'M', 'C'});
        return this;
    }

    public RawPeer raw(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    public RawPeer send(Envelope envelope) throws IOException {
        return raw(frame(envelope.toByteArray()));
    }

    public static byte[] frame(byte[] body) {
        ByteBuffer head = ByteBuffer.allocate(12);
        head.putInt(body.length).putInt(crc(body, body.length));
        head.putInt(crc(head.array(), 8));
        return ByteBuffer.allocate(12 + body.length).put(head.array()).put(body).array();
    }

    /** A header that announces so many bytes, with a right checksum. */
    public static byte[] header(int bodyBytes) {
        ByteBuffer head = ByteBuffer.allocate(12).putInt(bodyBytes).putInt(0);
        return head.putInt(crc(head.array(), 8)).array();
    }

    private static int crc(byte[] bytes, int count) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, count);
        return (int) crc.getValue();
    }

    public Envelope receive() throws IOException {
        if (!readPreamble) {
            in.skipNBytes(4);
            readPreamble = true;
        }
        int bodyBytes = in.readInt();
        in.skipNBytes(8);
        return Envelope.parseFrom(in.readNBytes(bodyBytes));
    }

    /** Whether the other side has closed, whatever it sent before. */
    public boolean isClosedByPeer() {
        try {
            while (in.read() >= 0) {
                // thrown away
            }
            return true;
        } catch (IOException e) {
            return !(e instanceof java.net.SocketTimeoutException);
        }
    }

    public static Hello.Builder hello() {
        return Hello.newBuilder()
                .setVersionMin(1)
                .setVersionMax(1)
                .setName("raw")
                .setNonce(ByteString.copyFrom(new byte[32]));
    }

    /** Goes through a handshake without a secret. */
    public RawPeer handshake() throws IOException {
        preamble().send(Envelope.newBuilder().setHello(hello()).build());
        Challenge challenge = receive().getChallenge();
        if (challenge.getVersion() != 1) {
            throw new IOException("no challenge");
        }
        send(Envelope.newBuilder().setProof(Proof.getDefaultInstance()).build());
        if (!receive().hasWelcome()) {
            throw new IOException("not welcome");
        }
        return this;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
