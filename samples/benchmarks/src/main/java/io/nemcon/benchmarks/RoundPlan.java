package io.nemcon.benchmarks;

import io.nemcon.benchmarks.system.SystemName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The order of the turns: each round has each system once, and begins with another system than the round before, so that a
 * machine which grows slower or faster is unfair to none.
 */
record RoundPlan(List<Turn> turns) {

    /** One system's measures, with each number of threads. @param round from 1 on */
    record Turn(int round, SystemName system) {}

    static RoundPlan of(int rounds, List<SystemName> systems) {
        List<Turn> turns = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            List<SystemName> order = new ArrayList<>(systems);
            Collections.rotate(order, 1 - round);
            for (SystemName system : order) {
                turns.add(new Turn(round, system));
            }
        }
        return new RoundPlan(List.copyOf(turns));
    }
}
