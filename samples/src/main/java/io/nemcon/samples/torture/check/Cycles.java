package io.nemcon.samples.torture.check;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.torture.check.Dependencies.Edge;
import io.nemcon.samples.torture.check.Dependencies.Why;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks for a shortest cycle in each knot of the dependencies, the worst kind first: writes alone, then with reads, then with any
 * edge. One use, one thread.
 *
 * <p>A knot is what is left when transactions without a predecessor, or without a successor, are taken away again and again.
 */
final class Cycles {

    private final Dependencies dependencies;
    private final Predicate<Edge> follow;
    private final Set<Gtrid> knot = new HashSet<>();

    private Cycles(Dependencies dependencies, Predicate<Edge> follow) {
        this.dependencies = dependencies;
        this.follow = follow;
        knot.addAll(dependencies.nodes());
        unravel();
    }

    /** One cycle a knot, of the worst kind that there is at all; none if there is no cycle. */
    static List<Anomaly> find(Dependencies dependencies) {
        List<Anomaly> found = new Cycles(dependencies, edge -> edge.why() == Why.WRITE_WRITE).all(Anomaly.Kind.G0);
        if (found.isEmpty()) {
            found = new Cycles(dependencies, edge -> edge.why() != Why.READ_WRITE).all(Anomaly.Kind.G1C);
        }
        if (found.isEmpty()) {
            found = new Cycles(dependencies, edge -> true).all(Anomaly.Kind.G2);
        }
        return found;
    }

    private List<Anomaly> all(Anomaly.Kind kind) {
        List<Anomaly> found = new ArrayList<>();
        while (!knot.isEmpty()) {
            Gtrid start = knot.iterator().next();
            List<Edge> cycle = shortestThrough(start);
            if (!cycle.isEmpty()) {
                found.add(new Anomaly(
                        kind,
                        cycle.stream().map(Edge::toString).collect(Collectors.joining(" ; ")),
                        cycle.stream().map(Edge::from).toList()));
            }
            knot.remove(start);
            cycle.forEach(edge -> knot.remove(edge.from()));
            unravel();
        }
        return found;
    }

    /** Takes away whatever can be on no cycle. */
    private void unravel() {
        Map<Gtrid, Integer> before = new HashMap<>();
        Map<Gtrid, Integer> after = new HashMap<>();
        Map<Gtrid, List<Gtrid>> predecessors = new HashMap<>();
        for (Gtrid one : knot) {
            for (Edge edge : within(one)) {
                after.merge(one, 1, Integer::sum);
                before.merge(edge.to(), 1, Integer::sum);
                predecessors
                        .computeIfAbsent(edge.to(), any -> new ArrayList<>())
                        .add(one);
            }
        }
        Deque<Gtrid> loose = new ArrayDeque<>();
        for (Gtrid one : knot) {
            if (!before.containsKey(one) || !after.containsKey(one)) {
                loose.add(one);
            }
        }
        while (!loose.isEmpty()) {
            Gtrid one = loose.poll();
            if (!knot.contains(one)) {
                continue;
            }
            for (Edge edge : within(one)) {
                if (before.merge(edge.to(), -1, Integer::sum) == 0) {
                    loose.add(edge.to());
                }
            }
            for (Gtrid predecessor : predecessors.getOrDefault(one, List.of())) {
                if (after.merge(predecessor, -1, Integer::sum) == 0) {
                    loose.add(predecessor);
                }
            }
            knot.remove(one);
        }
    }

    private List<Edge> within(Gtrid one) {
        return dependencies.after(one).stream()
                .filter(edge -> follow.test(edge) && knot.contains(edge.to()))
                .toList();
    }

    /** Breadth first; empty if it lies between cycles and on none. */
    private List<Edge> shortestThrough(Gtrid start) {
        Map<Gtrid, Edge> reachedBy = new HashMap<>();
        Deque<Gtrid> next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            for (Edge edge : within(next.poll())) {
                if (edge.to().equals(start)) {
                    return back(edge, start, reachedBy);
                }
                if (reachedBy.putIfAbsent(edge.to(), edge) == null) {
                    next.add(edge.to());
                }
            }
        }
        return List.of();
    }

    private static List<Edge> back(Edge last, Gtrid start, Map<Gtrid, Edge> reachedBy) {
        LinkedList<Edge> cycle = new LinkedList<>(List.of(last));
        while (!cycle.getFirst().from().equals(start)) {
            cycle.addFirst(Objects.requireNonNull(reachedBy.get(cycle.getFirst().from())));
        }
        return cycle;
    }
}
