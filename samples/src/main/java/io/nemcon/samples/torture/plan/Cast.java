package io.nemcon.samples.torture.plan;

import java.util.List;

/**
 * Who takes part in a run, by name. Immutable.
 *
 * @param apps those that work; the first ones of all apps
 * @param agent the one that works not, so that there mostly is somebody to finish what others left
 */
public record Cast(List<String> nodes, List<String> apps, String agent, List<String> databases) {

    public Cast {
        nodes = List.copyOf(nodes);
        apps = List.copyOf(apps);
        databases = List.copyOf(databases);
    }

    /** Three nodes, two apps and an agent, two databases. */
    public static Cast usual() {
        return new Cast(
                List.of("tm-1", "tm-2", "tm-3"), List.of("app-1", "app-2"), "agent", List.of("bank-a", "bank-b"));
    }
}
