package io.nemcon.samples.torture.matrix;

import java.util.List;

/**
 * How one cell ended. Immutable.
 *
 * @param reached whether the point was passed
 * @param faults what was not as it must be, each with what was expected; empty if all was
 */
public record CellResult(Cell cell, boolean reached, List<String> faults, long millis) {

    public CellResult {
        faults = List.copyOf(faults);
    }

    public boolean ok() {
        return reached && faults.isEmpty();
    }
}
