package io.nemcon.wire.handshake;

import io.nemcon.wire.WireException;
import io.nemcon.wire.WireSecurity;
import io.nemcon.wire.WireStatus;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS contexts out of PEM files, read once. TLS 1.2 and 1.3 by the JDK's own provider. */
public final class TlsContexts {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private TlsContexts() {}

    /** Null without TLS. */
    public static @Nullable SslContext server(WireSecurity security) {
        if (!security.tls()) {
            return null;
        }
        Path certificate = security.certificate();
        Path key = security.privateKey();
        if (certificate == null || key == null) {
            throw new WireException(
                    WireStatus.REFUSED, "a server with TLS needs a certificate and a private key: configure both");
        }
        readable("certificate", certificate);
        readable("private key", key);
        SslContextBuilder builder =
                build(() -> SslContextBuilder.forServer(certificate.toFile(), key.toFile()), pair(certificate, key));
        return finish(
                builder.clientAuth(security.clientCertificateRequired() ? ClientAuth.REQUIRE : ClientAuth.NONE),
                security);
    }

    /** Null without TLS. Nodes' certificates must name the host that the client connects to. */
    public static @Nullable SslContext client(WireSecurity security) {
        if (!security.tls()) {
            return null;
        }
        SslContextBuilder builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
        Path certificate = security.certificate();
        Path key = security.privateKey();
        if (certificate != null && key != null) {
            readable("certificate", certificate);
            readable("private key", key);
            build(() -> builder.keyManager(certificate.toFile(), key.toFile()), pair(certificate, key));
        }
        return finish(builder, security);
    }

    private static SslContext finish(SslContextBuilder builder, WireSecurity security) {
        Path trust = security.trust();
        if (trust != null) {
            readable("trust file", trust);
            build(() -> builder.trustManager(trust.toFile()), "trust file " + trust);
        }
        try {
            return builder.sslProvider(SslProvider.JDK).protocols(PROTOCOLS).build();
        } catch (SSLException e) {
            throw new WireException(WireStatus.REFUSED, "TLS cannot be set up with " + security + ": " + words(e), e);
        }
    }

    private static String pair(Path certificate, Path key) {
        return "certificate " + certificate + " with private key " + key;
    }

    private static void readable(String what, Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new WireException(
                    WireStatus.REFUSED,
                    what + " " + file.toAbsolutePath() + (Files.exists(file) ? " cannot be read" : " does not exist"));
        }
    }

    private static SslContextBuilder build(Step step, String what) {
        try {
            return step.take();
        } catch (IllegalArgumentException | SSLException e) {
            throw new WireException(
                    WireStatus.REFUSED, what + " is not usable as PEM (a key must be PKCS 8): " + words(e), e);
        }
    }

    private static String words(Exception e) {
        Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + " (" + cause.getMessage() + ")";
    }

    private interface Step {
        SslContextBuilder take() throws SSLException;
    }
}
