package io.nemcon.simulation.exhaustive;

import io.nemcon.simulation.check.Rule;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a search came to.
 *
 * @param states all that can be reached, if nothing was violated
 * @param depth how many steps away from the first the farthest one is
 * @param machineStates of the ledger, the owners and the agents, one by one
 * @param productRuns how often code of the product was run for a step
 * @param rule that was violated; null if none was, and then the search went to its end
 * @param what is wrong, in words
 * @param steps a shortest sequence of steps that leads there
 * @param covers how often what has to happen somewhere did
 */
public record Findings(
        Scope scope,
        long states,
        long transitions,
        int depth,
        double seconds,
        List<Integer> machineStates,
        long productRuns,
        @Nullable Rule rule,
        String what,
        List<String> steps,
        Map<Cover, Long> covers) {

    public Findings {
        machineStates = List.copyOf(machineStates);
        steps = List.copyOf(steps);
        covers = covers.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(covers));
    }
}
