package io.nemcon.samples.torture.matrix;

import io.nemcon.samples.torture.point.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Which cells are run. A seed chooses the same ones always. Immutable.
 *
 * @param pattern of their names, found anywhere in them
 * @param oneIn of those, one in so many
 * @param pausesMax of those, at most so many pauses, for each takes ten seconds
 * @param secondsMax no cell is begun after that
 */
public record Choice(Pattern pattern, int oneIn, long seed, int pausesMax, int secondsMax) {

    /** In an order that ends few processes only to have the right one active: the last ones leave an open incident. */
    public List<Cell> cells() {
        List<Cell> matching = new ArrayList<>(Ways.cells().stream()
                .filter(cell -> pattern.matcher(cell.name()).find())
                .toList());
        List<Cell> chosen = matching;
        if (oneIn > 1) {
            Collections.shuffle(matching, new Random(seed));
            chosen = new ArrayList<>(matching.subList(0, (matching.size() + oneIn - 1) / oneIn));
        }
        List<Cell> pauses = chosen.stream()
                .filter(cell -> cell.action() == Action.PAUSE)
                .skip(pausesMax)
                .toList();
        chosen.removeAll(pauses);
        List<Cell> last =
                chosen.stream().filter(cell -> Ways.of(cell) == Way.BY_HAND).toList();
        chosen.removeAll(last);
        chosen.addAll(last);
        return chosen;
    }

    /** From now on. */
    public BooleanSupplier untilTimeIsOver() {
        long deadline = System.nanoTime() + secondsMax * 1_000_000_000L;
        return () -> System.nanoTime() < deadline;
    }
}
