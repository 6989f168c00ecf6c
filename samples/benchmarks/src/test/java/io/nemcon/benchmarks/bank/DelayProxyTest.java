package io.nemcon.benchmarks.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DelayProxyTest {

    private static final Duration DELAY = Duration.ofMillis(40);

    /** Only that it takes no less: how much more depends on the machine. */
    @Test
    void anAnswerComesBackWholeAndNoSoonerThanTheDelay() throws IOException {
        try (ServerSocket echo = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DelayProxy proxy = DelayProxy.start(echo.getLocalPort(), DELAY);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket server = echo.accept()) {
            long began = System.nanoTime();
            client.getOutputStream().write(new byte[] {1, 2, 3});
            server.getOutputStream().write(server.getInputStream().readNBytes(3));

            assertThat(client.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(DELAY);
        }
    }

    @Test
    void whenOneSideGoesTheOtherIsTold() throws IOException {
        try (ServerSocket echo = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DelayProxy proxy = DelayProxy.start(echo.getLocalPort(), DELAY);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            echo.accept().close();

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }
}
