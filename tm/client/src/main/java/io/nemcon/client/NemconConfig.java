package io.nemcon.client;

import io.nemcon.core.protocol.SessionKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a client finds its group and behaves. Immutable; made by {@link #embedded}, {@link #group} and the withers.
 *
 * @param kind what this process is: an application, or a standing agent, which agents inside applications leave their resources to
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
 * @param closeTimeout how long {@link Nemcon#close} waits for transactions under way
 * @param transactionsMax transactions that may be open at once
 * @param branchesMax branches that one transaction may have
 * @param threadsMax threads that prepare and commit branches side by side; with none free the caller does it itself
 */
public record NemconConfig(
        SessionKind kind,
        String name,
        List<String> endpoints,
        @Nullable Path folder,
        @Nullable String secret,
        @Nullable Path trust,
        @Nullable Path certificate,
        @Nullable Path privateKey,
        Duration transactionTimeout,
        Duration requestTimeout,
        Duration sessionTtl,
        Duration closeTimeout,
        int transactionsMax,
        int branchesMax,
        int threadsMax) {

    public static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration SESSION_TTL = Duration.ofSeconds(10);
    public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    public static final int TRANSACTIONS_MAX = 100_000;
    public static final int BRANCHES_MAX = 64;
    public static final int THREADS_MAX = 64;

    private static final NemconConfig DEFAULTS = new NemconConfig(
            SessionKind.CLIENT,
            "app",
            List.of("127.0.0.1:7650"),
            null,
            null,
            null,
            null,
            null,
            TRANSACTION_TIMEOUT,
            REQUEST_TIMEOUT,
            SESSION_TTL,
            CLOSE_TIMEOUT,
            TRANSACTIONS_MAX,
            BRANCHES_MAX,
            THREADS_MAX);

    private static final int NAME_LENGTH_MAX = 128;

    /** What a group's log takes in one decision. */
    private static final int BRANCHES_LIMIT = 256;

    public NemconConfig {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty() == (folder == null)) {
            throw new IllegalArgumentException(
                    "a client has either endpoints of a group or a folder for its own ledger");
        }
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException("a client's name has 1 to " + NAME_LENGTH_MAX + " characters");
        }
        if ((certificate == null) != (privateKey == null)) {
            throw new IllegalArgumentException("a client's certificate and its private key come together");
        }
        aboveZero("transactionTimeout", transactionTimeout);
        aboveZero("requestTimeout", requestTimeout);
        aboveZero("sessionTtl", sessionTtl);
        if (closeTimeout.isNegative()) {
            throw new IllegalArgumentException("closeTimeout must not be negative: " + closeTimeout);
        }
        within("transactionsMax", transactionsMax, Integer.MAX_VALUE);
        within("branchesMax", branchesMax, BRANCHES_LIMIT);
        within("threadsMax", threadsMax, Integer.MAX_VALUE);
    }

    /** A ledger inside this process, its log in this folder. */
    public static NemconConfig embedded(Path folder) {
        return DEFAULTS.with(draft -> {
            draft.endpoints = List.of();
            draft.folder = folder;
        });
    }

    /** The group with these nodes, comma-separated {@code host:port}; some of them are enough. */
    public static NemconConfig group(String endpoints) {
        return DEFAULTS.with(draft -> draft.endpoints = List.of(endpoints.trim().split("\\s*,\\s*")));
    }

    /** For a process that is there to recover resources, and begins no transactions. */
    public NemconConfig standingAgent() {
        return with(draft -> draft.kind = SessionKind.AGENT);
    }

    public NemconConfig name(String value) {
        return with(draft -> draft.name = value);
    }

    public NemconConfig secret(String value) {
        return with(draft -> draft.secret = value);
    }

    public NemconConfig trust(Path pemFile) {
        return with(draft -> draft.trust = pemFile);
    }

    /** For groups that ask clients for a certificate. */
    public NemconConfig clientCertificate(Path certificateChain, Path key) {
        return with(draft -> {
            draft.certificate = certificateChain;
            draft.privateKey = key;
        });
    }

    public NemconConfig transactionTimeout(Duration value) {
        return with(draft -> draft.transactionTimeout = value);
    }

    public NemconConfig requestTimeout(Duration value) {
        return with(draft -> draft.requestTimeout = value);
    }

    public NemconConfig sessionTtl(Duration value) {
        return with(draft -> draft.sessionTtl = value);
    }

    public NemconConfig closeTimeout(Duration value) {
        return with(draft -> draft.closeTimeout = value);
    }

    public NemconConfig transactionsMax(int value) {
        return with(draft -> draft.transactionsMax = value);
    }

    public NemconConfig branchesMax(int value) {
        return with(draft -> draft.branchesMax = value);
    }

    public NemconConfig threadsMax(int value) {
        return with(draft -> draft.threadsMax = value);
    }

    /** Every setting but the secret. */
    @Override
    public String toString() {
        return "NemconConfig[kind=" + kind + ", name=" + name
                + (folder == null ? ", endpoints=" + endpoints : ", folder=" + folder)
                + ", secret=" + (secret == null ? "none" : "***") + ", trust=" + trust + ", certificate=" + certificate
                + ", transactionTimeout=" + transactionTimeout + ", requestTimeout=" + requestTimeout + ", sessionTtl="
                + sessionTtl + ", closeTimeout=" + closeTimeout + ", transactionsMax=" + transactionsMax
                + ", branchesMax=" + branchesMax + ", threadsMax=" + threadsMax + "]";
    }

    private NemconConfig with(Change change) {
        Draft draft = new Draft(this);
        change.to(draft);
        return draft.finish();
    }

    private interface Change {
        void to(Draft draft);
    }

    /** The components as variables, so that a wither names only what it changes. */
    private static final class Draft {
        private SessionKind kind;
        private String name;
        private List<String> endpoints;
        private @Nullable Path folder;
        private @Nullable String secret;
        private @Nullable Path trust;
        private @Nullable Path certificate;
        private @Nullable Path privateKey;
        private Duration transactionTimeout;
        private Duration requestTimeout;
        private Duration sessionTtl;
        private Duration closeTimeout;
        private int transactionsMax;
        private int branchesMax;
        private int threadsMax;

        Draft(NemconConfig from) {
            kind = from.kind;
            name = from.name;
            endpoints = from.endpoints;
            folder = from.folder;
            secret = from.secret;
            trust = from.trust;
            certificate = from.certificate;
            privateKey = from.privateKey;
            transactionTimeout = from.transactionTimeout;
            requestTimeout = from.requestTimeout;
            sessionTtl = from.sessionTtl;
            closeTimeout = from.closeTimeout;
            transactionsMax = from.transactionsMax;
            branchesMax = from.branchesMax;
            threadsMax = from.threadsMax;
        }

        NemconConfig finish() {
            return new NemconConfig(
                    kind,
                    name,
                    endpoints,
                    folder,
                    secret,
                    trust,
                    certificate,
                    privateKey,
                    transactionTimeout,
                    requestTimeout,
                    sessionTtl,
                    closeTimeout,
                    transactionsMax,
                    branchesMax,
                    threadsMax);
        }
    }

    private static void aboveZero(String setting, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(setting + " must be above zero: " + value);
        }
    }

    private static void within(String setting, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(setting + " must be 1 to " + max + ": " + value);
        }
    }
}
