package io.nemcon.wire.config;

import java.util.Collection;
import java.util.Optional;

/** The keys that a kind of process has. */
public interface KnownSettings {

    /** Those that are there in any case. */
    Collection<? extends Setting> fixed();

    /** The setting of this key, be it fixed or one of a family such as {@code resource.NAME.url}; empty if there is none. */
    Optional<? extends Setting> find(String key);

    /** Where a user finds the list. */
    String help();
}
