package io.nemcon.wire.config;

import java.util.Locale;

/** One key of a configuration. */
public interface Setting {

    String key();

    String byDefault();

    /** In a few words, for the help. */
    String meaning();

    /** Whether its value is never shown. */
    boolean isSecret();

    /** {@code raft.electionTimeout} is {@code NEMCON_RAFT_ELECTION_TIMEOUT}. */
    default String environment() {
        return "NEMCON_"
                + key().replaceAll("([a-z])([A-Z])", "$1_$2")
                        .replaceAll("[^A-Za-z0-9]", "_")
                        .toUpperCase(Locale.ROOT);
    }
}
