package io.nemcon.benchmarks;

import io.nemcon.benchmarks.system.SystemName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The order of the measures: each round has each system once with each number of threads, and begins with another system than
 * the round before, so that a machine which grows slower or faster is unfair to none. A system's turns of one round follow each
 * other, for TM nodes live through all of them.
 */
record RoundPlan(List<Turn> turns) {

    /** One measure to make. @param round from 1 on */
    record Turn(int round, SystemName system, int threads) {}

    static RoundPlan of(int rounds, List<SystemName> systems, List<Integer> threads) {
        List<Turn> turns = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            List<SystemName> order = new ArrayList<>(systems);
            Collections.rotate(order, 1 - round);
            for (SystemName system : order) {
                for (int count : threads) {
                    turns.add(new Turn(round, system, count));
                }
            }
        }
        return new RoundPlan(List.copyOf(turns));
    }
}
