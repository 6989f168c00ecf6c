package io.nemcon.samples.torture;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is left when everything was healed and waited for; nothing should be. Immutable.
 *
 * @param idle apps that committed nothing more once all was healed
 * @param prepared the names of branches that are prepared still, by database, the first one's first
 * @param hidden branches that a database kept to itself until it was started again; they may be
 * @param unfinished decided transactions of which not every branch is reported finished
 * @param incidents what waits for a person
 */
record Aftermath(List<String> idle, Map<String, List<String>> prepared, int hidden, int unfinished, int incidents) {

    Aftermath {
        idle = List.copyOf(idle);
        prepared = Collections.unmodifiableMap(new LinkedHashMap<>(prepared));
    }

    int preparedLeft() {
        return count(prepared);
    }

    static int count(Map<String, List<String>> prepared) {
        return prepared.values().stream().mapToInt(List::size).sum();
    }

    boolean isNothing() {
        return idle.isEmpty() && preparedLeft() == 0 && unfinished == 0 && incidents == 0;
    }
}
