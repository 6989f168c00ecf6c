package io.nemcon.samples.torture.world;

import io.nemcon.samples.demo.database.ServerKind;
import io.nemcon.samples.torture.plan.Cast;
import java.time.Duration;
import java.util.List;

/**
 * What is to be started. Immutable.
 *
 * @param length how long the apps will work
 * @param jvmOptions of all nodes and apps, beyond the usual ones
 */
public record Setting(
        Cast cast, ServerKind firstDatabase, ServerKind secondDatabase, Duration length, List<String> jvmOptions) {

    public Setting {
        jvmOptions = List.copyOf(jvmOptions);
    }
}
