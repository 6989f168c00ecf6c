package io.nemcon.samples.torture.check;

import io.nemcon.core.id.Gtrid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the databases hold when nothing changes them any more. Immutable.
 *
 * @param transfers the gtrids of the transfer rows in each database, one set a database
 * @param lists what each list has become, by its name
 */
public record Found(long moneyBefore, long moneyAfter, List<Set<Gtrid>> transfers, Map<String, List<Long>> lists) {

    public Found {
        transfers = transfers.stream().map(Set::copyOf).toList();
        Map<String, List<Long>> copy = new LinkedHashMap<>();
        lists.forEach((name, elements) -> copy.put(name, List.copyOf(elements)));
        lists = Map.copyOf(copy);
    }
}
