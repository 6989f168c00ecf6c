package io.nemcon.server.cli;

import io.nemcon.wire.WireSecurity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command proves who it is; the same for every command that talks to nodes. */
public final class SecurityOptions {

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "File that holds the group's shared secret on its first line.")
    private @Nullable Path secretFile;

    @Option(
            names = "--trust",
            paramLabel = "PEM",
            description = "Certificates that the nodes' certificates are checked against; turns TLS on.")
    private @Nullable Path trust;

    @Option(names = "--certificate", paramLabel = "PEM", description = "Certificate chain to show to the nodes.")
    private @Nullable Path certificate;

    @Option(names = "--private-key", paramLabel = "PEM", description = "Its private key.")
    private @Nullable Path privateKey;

    /** @throws IllegalArgumentException if the files don't fit together */
    public WireSecurity read() throws IOException {
        String secret = secretFile == null ? null : Files.readString(secretFile).strip();
        return new WireSecurity(certificate, privateKey, trust, false, secret);
    }
}
