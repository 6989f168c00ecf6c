package io.nemcon.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a client finds its group and behaves. Immutable; made by {@link #embedded}, {@link #group} and the withers.
 *
 * @param name how this process is called in listings and incidents
 * @param endpoints {@code host:port} of TM nodes; empty for an embedded ledger
 * @param folder where the embedded ledger keeps its log; null with a group
 * @param secret shared secret of the group; null for none (loopback only)
 * @param trust PEM file of the certificates that the nodes' certificates are checked against; null for plain text
 * @param certificate PEM file of this client's certificate chain, for groups that ask for one
 * @param privateKey PEM file of its key
 * @param transactionTimeout how long a transaction may take unless it says otherwise
 * @param requestTimeout how long one request to the group is tried before the caller is told
 * @param sessionTtl how long the group waits for a silent client before its session ends
 */
public record NemconConfig(
        String name,
        List<String> endpoints,
        @Nullable Path folder,
        @Nullable String secret,
        @Nullable Path trust,
        @Nullable Path certificate,
        @Nullable Path privateKey,
        Duration transactionTimeout,
        Duration requestTimeout,
        Duration sessionTtl) {

    public static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration SESSION_TTL = Duration.ofSeconds(10);

    public NemconConfig {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty() == (folder == null)) {
            throw new IllegalArgumentException(
                    "a client has either endpoints of a group or a folder for its own ledger");
        }
        if (name.isBlank() || name.length() > 128) {
            throw new IllegalArgumentException("a client's name has 1 to 128 characters");
        }
        if (transactionTimeout.isNegative() || transactionTimeout.isZero()) {
            throw new IllegalArgumentException("transaction timeout must be above zero: " + transactionTimeout);
        }
    }

    /** A ledger inside this process, its log in this folder. */
    public static NemconConfig embedded(Path folder) {
        return new NemconConfig(
                "app", List.of(), folder, null, null, null, null, TRANSACTION_TIMEOUT, REQUEST_TIMEOUT, SESSION_TTL);
    }

    /** The group with these nodes, comma-separated {@code host:port}; some of them are enough. */
    public static NemconConfig group(String endpoints) {
        return new NemconConfig(
                "app",
                List.of(endpoints.trim().split("\\s*,\\s*")),
                null,
                null,
                null,
                null,
                null,
                TRANSACTION_TIMEOUT,
                REQUEST_TIMEOUT,
                SESSION_TTL);
    }
}
