package io.nemcon.simulation.planted;

import io.nemcon.simulation.exhaustive.Findings;
import io.nemcon.simulation.exhaustive.Scope;
import io.nemcon.simulation.exhaustive.Search;
import java.util.ArrayList;
import java.util.List;

/** Searches small scopes with one bug planted. Runs among woven classes, and is called from outside by its one static method. */
public final class PlantedSearch {

    private PlantedSearch() {}

    /** The first violation in the short scopes: rule and words, then a line for each step that leads there; or empty. */
    public static String find(String plant) {
        Plant.grow(Plant.valueOf(plant));
        try {
            for (Scope scope : Scope.SHORT) {
                Findings findings = Search.of(scope, progress -> {});
                if (findings.rule() != null) {
                    List<String> lines = new ArrayList<>();
                    lines.add(findings.rule() + " " + findings.what());
                    lines.addAll(findings.steps());
                    return String.join("\n", lines);
                }
            }
            return "";
        } finally {
            Plant.grow(null);
        }
    }
}
