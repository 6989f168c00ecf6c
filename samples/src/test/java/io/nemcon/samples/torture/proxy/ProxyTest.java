package io.nemcon.samples.torture.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.wire.proto.Beat;
import io.nemcon.wire.proto.Envelope;
import io.nemcon.wire.proto.Hello;
import io.nemcon.wire.proto.Push;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a link does with whole frames and with connections (scenarios 38 to 41, 45, 48). */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProxyTest {

    private static final int PREAMBLE = 0x4E454D43;
    private static final int MANY = 200;

    private ServerSocket called;
    private Proxy proxy;
    private Socket caller;
    private DataOutputStream out;
    private Socket accepted;
    private DataInputStream in;

    @BeforeEach
    void aNodeCallsAnother() throws IOException {
        called = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = Proxy.ofFrames(called.getLocalPort());
        caller = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        out = new DataOutputStream(caller.getOutputStream());
        out.writeInt(PREAMBLE);
        send(Envelope.newBuilder()
                .setHello(Hello.newBuilder().setName("node tm-1"))
                .build());
        accepted = called.accept();
        in = new DataInputStream(accepted.getInputStream());
        assertThat(in.readInt()).isEqualTo(PREAMBLE);
        assertThat(receive().getHello().getName()).isEqualTo("node tm-1");
        beat();
        receive();
    }

    @AfterEach
    void theyGo() throws IOException {
        proxy.close();
        caller.close();
        accepted.close();
        called.close();
    }

    private void send(Envelope envelope) throws IOException {
        byte[] body = envelope.toByteArray();
        out.writeInt(body.length);
        out.writeLong(0); // checksums, which the proxy leaves to others
        out.write(body);
    }

    private void beat() throws IOException {
        send(Envelope.newBuilder().setBeat(Beat.getDefaultInstance()).build());
    }

    private void push(int number) throws IOException {
        send(Envelope.newBuilder().setPush(Push.newBuilder().setMethod(number)).build());
    }

    private Envelope receive() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(in.readNBytes(12));
        return Envelope.parseFrom(in.readNBytes(header.getInt()));
    }

    /** Sends many under this weather; what arrived before the last one did. */
    private List<Integer> arriving(Weather weather) throws IOException {
        proxy.link("tm-1").become(weather);
        for (int i = 1; i <= MANY; i++) {
            push(i);
        }
        List<Integer> arrived = new ArrayList<>();
        for (int number = receive().getPush().getMethod();
                number != MANY;
                number = receive().getPush().getMethod()) {
            arrived.add(number);
        }
        return arrived;
    }

    @Test
    void allFramesPassInTheirOrderWhenItIsClear() throws IOException {
        assertThat(arriving(Weather.CLEAR)).hasSize(MANY - 1).isSorted();
    }

    @Test
    void wholeFramesComeTwiceWhenTheyAreDoubled() throws IOException {
        assertThat(arriving(Weather.DUPLICATE)).hasSizeGreaterThan(MANY).isSorted();
    }

    @Test
    void someFramesVanishAndTheOthersStayWhole() throws IOException {
        proxy.link("tm-1").become(Weather.DROP);
        for (int i = 1; i <= MANY; i++) {
            push(i);
        }
        caller.shutdownOutput(); // what was not dropped arrives, and then the end
        int arrived = 0;
        int last = 0;
        for (byte[] header = in.readNBytes(12); header.length == 12; header = in.readNBytes(12)) {
            int number = Envelope.parseFrom(
                            in.readNBytes(ByteBuffer.wrap(header).getInt()))
                    .getPush()
                    .getMethod();
            assertThat(number).isGreaterThan(last);
            last = number;
            arrived++;
        }

        assertThat(arrived).isBetween(1, MANY - 1);
    }

    @Test
    void aCutEndsTheConnectionAndRefusesOthers() throws IOException {
        proxy.link("tm-1").become(Weather.CUT);

        assertThat(in.read()).isEqualTo(-1);
        assertThat(caller.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void anotherCallersLinkIsNotTouched() throws IOException {
        proxy.link("tm-2").become(Weather.CUT);

        assertThat(arriving(Weather.CLEAR)).hasSize(MANY - 1);
    }

    @Test
    void aHalfOpenConnectionSwallowsAndIsResetWhenTheWeatherClears() throws IOException {
        proxy.link("tm-1").become(Weather.HALF_OPEN);
        push(1);
        accepted.close(); // the caller is not told
        caller.setSoTimeout(200);
        assertThat(hearsSomething()).isFalse();

        caller.setSoTimeout(0);
        proxy.link("tm-1").become(Weather.CLEAR);

        assertThat(endsWithoutAWord()).isTrue();
    }

    @Test
    void withoutAnswersRequestsStillArrive() throws IOException {
        proxy.link("tm-1").become(Weather.NO_ANSWER);
        push(7);

        assertThat(receive().getPush().getMethod()).isEqualTo(7);
    }

    private boolean hearsSomething() throws IOException {
        try {
            caller.getInputStream().read();
            return true;
        } catch (SocketTimeoutException silence) {
            return false;
        }
    }

    private boolean endsWithoutAWord() {
        try {
            return caller.getInputStream().read() == -1;
        } catch (IOException reset) {
            return true;
        }
    }
}
