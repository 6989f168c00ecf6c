package io.nemcon.simulation.planted;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/** Plants bugs and looks whether they are found. */
public final class Garden {

    /**
     * What became of one planted bug.
     *
     * @param seeds how many it took to find it, or how many did not
     * @param how the violation that found it; empty if none did
     */
    public record Harvest(Plant plant, boolean found, long seeds, String how) {}

    private final MethodHandle find;
    private final MethodHandle search;

    public Garden() {
        try {
            Weaver weaver = new Weaver();
            weaver.plantAll();
            Class<?> run = weaver.loadClass(PlantedRun.class.getName());
            Class<?> searched = weaver.loadClass(PlantedSearch.class.getName());
            this.search = MethodHandles.publicLookup()
                    .findStatic(searched, "find", MethodType.methodType(String.class, String.class));
            this.find = MethodHandles.publicLookup()
                    .findStatic(run, "find", MethodType.methodType(String.class, String.class, long.class, long.class));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("the woven classes can't be loaded", impossible);
        }
    }

    /** Lives seeds with that bug until one finds it. */
    public Harvest harvest(Plant plant, long firstSeed, long seedsMax) {
        String found = find(plant.name(), firstSeed, seedsMax);
        if (found.isEmpty()) {
            return new Harvest(plant, false, seedsMax, "");
        }
        int blank = found.indexOf(' ');
        return new Harvest(plant, true, Long.parseLong(found.substring(0, blank)), found.substring(blank + 1));
    }

    /** Searches small scopes with that bug; what was violated, and a line for each step that leads there. Empty if nothing. */
    public List<String> search(Plant plant) {
        try {
            return ((String) search.invokeExact(plant.name())).lines().toList();
        } catch (Throwable unexpected) { // invokeExact declares it
            throw new IllegalStateException("a planted search failed", unexpected);
        }
    }

    /** The same without any bug: what it finds is no planted one. Empty if nothing. */
    public String weeds(long firstSeed, long seedsMax) {
        return find("", firstSeed, seedsMax);
    }

    private String find(String plant, long firstSeed, long seedsMax) {
        try {
            return (String) find.invokeExact(plant, firstSeed, seedsMax);
        } catch (Throwable unexpected) { // invokeExact declares it
            throw new IllegalStateException("a planted run failed", unexpected);
        }
    }
}
