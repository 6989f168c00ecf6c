package io.nemcon.samples.torture.matrix;

import io.nemcon.samples.demo.Teardown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs cells one after another in one world; after one that leaves a broken world behind, in another. One thread. */
public final class Matrix {

    private final Consumer<String> progress;
    private final String againCommand;

    /**
     * @param progress for people, a line at a time
     * @param againCommand runs one cell again, its name put behind
     */
    public Matrix(Consumer<String> progress, String againCommand) {
        this.progress = progress;
        this.againCommand = againCommand;
    }

    /**
     * Those that were run.
     *
     * @param goOn asked before each cell: whether there is time for another one
     * @throws IOException if something did not start
     */
    public List<CellResult> run(List<Cell> cells, Path folder, BooleanSupplier goOn)
            throws IOException, SQLException, InterruptedException {
        List<CellResult> results = new ArrayList<>();
        Iterator<Cell> left = cells.iterator();
        for (int world = 1; left.hasNext() && goOn.getAsBoolean(); world++) {
            progress.accept("Starting two PostgreSQL servers, three TM nodes, two apps and an agent ...");
            Path own = Files.createDirectory(folder.resolve("world-" + world));
            try (Teardown ofWorld = new Teardown()) {
                runInOneWorld(left, cells.size(), new MatrixWorld(ofWorld, own), results, goOn);
            }
        }
        return results;
    }

    /** Until all are run, time is over, or a cell leaves behind what no other one can be run in. */
    private void runInOneWorld(
            Iterator<Cell> left, int of, MatrixWorld world, List<CellResult> results, BooleanSupplier goOn)
            throws SQLException, InterruptedException {
        ActiveAgent active = new ActiveAgent(world.agent(), world.mate());
        Judge judge = new Judge(world);
        Orderer orders = new Orderer();
        while (left.hasNext() && goOn.getAsBoolean()) {
            Cell cell = left.next();
            CellRun run = new CellRun(world, active, judge, orders, cell);
            try {
                results.add(run.run());
                tell(results, of);
            } catch (IOException | SQLException | RuntimeException broken) {
                // Whatever it was, the cells that are left have a world of their own.
                results.add(new CellResult(cell, true, List.of("expected that all can be made whole: " + broken), 0));
                tell(results, of);
                return;
            }
        }
    }

    private void tell(List<CellResult> results, int of) {
        CellResult last = results.get(results.size() - 1);
        long failed = results.stream().filter(one -> !one.ok()).count();
        progress.accept(String.format(
                Locale.ROOT,
                "%3d of %d, %d failed   %5.1f s  %s  %s",
                results.size(),
                of,
                failed,
                last.millis() / 1_000.0,
                last.ok() ? "ok" : last.reached() ? "FAILED" : "NOT REACHED",
                last.cell()));
        if (!last.ok()) {
            last.faults().forEach(fault -> progress.accept("    " + fault));
            progress.accept("    once more: " + againCommand + " '" + last.cell() + "'");
        }
    }
}
