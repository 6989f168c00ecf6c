package io.nemcon.wire;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS and authentication of one side. Immutable; consistent once built; the secret is never printed.
 *
 * @param certificate PEM file of this side's certificate chain; a server with TLS needs one
 * @param privateKey PEM file (PKCS 8, without a password) of its key
 * @param trust PEM file of the certificates that the other side's certificate is checked against; a client with TLS needs
 *     one
 * @param clientCertificateRequired a server takes only clients whose certificate {@code trust} vouches for
 * @param secret what both sides prove to know, without it ever travelling; null for none
 */
public record WireSecurity(
        @Nullable Path certificate,
        @Nullable Path privateKey,
        @Nullable Path trust,
        boolean clientCertificateRequired,
        @Nullable String secret) {

    /** Shorter ones are guessed from one recorded handshake. */
    public static final int SECRET_CHARACTERS_MIN = 8;

    private static final WireSecurity NONE = new WireSecurity(null, null, null, false, null);

    public WireSecurity {
        if ((certificate == null) != (privateKey == null)) {
            throw new IllegalArgumentException(
                    "a certificate and its private key go together: " + certificate + ", " + privateKey);
        }
        if (clientCertificateRequired && (trust == null || certificate == null)) {
            throw new IllegalArgumentException(
                    "to require client certificates a server needs a certificate, a private key and a trust file");
        }
        if (secret != null && secret.length() < SECRET_CHARACTERS_MIN) {
            throw new IllegalArgumentException("the shared secret has " + secret.length() + " characters, at least "
                    + SECRET_CHARACTERS_MIN + " are needed");
        }
    }

    /** Plain text and nobody proves anything: for loopback only. */
    public static WireSecurity none() {
        return NONE;
    }

    /** Whether connections are encrypted. */
    public boolean tls() {
        return certificate != null || trust != null;
    }

    /** Whether a server with this knows who its clients are. */
    public boolean authenticated() {
        return secret != null || clientCertificateRequired;
    }

    @Override
    public String toString() {
        return "WireSecurity[certificate=" + certificate + ", privateKey=" + privateKey + ", trust=" + trust
                + ", clientCertificateRequired=" + clientCertificateRequired + ", secret="
                + (secret == null ? "none" : "***") + "]";
    }
}
