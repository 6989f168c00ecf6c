package io.nemcon.samples.torture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.samples.demo.Teardown;
import io.nemcon.samples.torture.matrix.Cell;
import io.nemcon.samples.torture.matrix.CellResult;
import io.nemcon.samples.torture.matrix.Choice;
import io.nemcon.samples.torture.matrix.Matrix;
import io.nemcon.samples.torture.matrix.Ways;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** {@code nemcon torture --matrix}: a run of the chosen cells, and what it tells. */
final class MatrixRun {

    private static final String AGAIN = "./nemcon torture --matrix --cells";

    private final Choice choice;
    private final Progress progress;

    MatrixRun(Choice choice, Progress progress) {
        this.choice = choice;
        this.progress = progress;
    }

    /** Prints the cells, and what is none and why. */
    static void list(PrintWriter out) {
        List<Cell> cells = Ways.cells();
        cells.forEach(out::println);
        Ways.unreachable().forEach((what, why) -> out.println("no cell: " + what + ": " + why));
        out.printf(Locale.ROOT, "%d points, %d cells%n", CrashPoint.values().length, cells.size());
        out.flush();
    }

    /** Whether every cell that was run has passed. */
    boolean run(boolean json, boolean keep, PrintWriter out) throws InterruptedException {
        long beganNs = System.nanoTime();
        List<Cell> cells = choice.cells();
        progress.say("Seed " + choice.seed() + ": " + cells.size() + " of "
                + Ways.cells().size() + " cells.");
        List<CellResult> results = results(cells, keep);
        if (results == null) {
            return false;
        }
        long seconds = (System.nanoTime() - beganNs) / 1_000_000_000;
        out.println(json ? json(results, seconds) : inWords(results, seconds));
        out.flush();
        return results.stream().allMatch(CellResult::ok);
    }

    private @Nullable List<CellResult> results(List<Cell> cells, boolean keep) throws InterruptedException {
        try (Teardown teardown = new Teardown()) {
            RunFolder folder = teardown.add(new RunFolder());
            List<CellResult> results = null;
            BooleanSupplier goOn = choice.untilTimeIsOver();
            try {
                results = new Matrix(progress::say, AGAIN).run(cells, folder.path(), goOn);
            } catch (IOException | SQLException | RuntimeException e) {
                if (teardown.interrupted()) {
                    return null;
                }
                progress.say("nemcon torture --matrix: " + e);
            }
            if (keep || results == null || !results.stream().allMatch(CellResult::ok)) {
                folder.keep();
                progress.say("Logs and databases are kept in " + folder.path());
            }
            return results;
        } catch (IOException e) {
            progress.say("nemcon torture --matrix: " + e.getMessage());
            return null;
        }
    }

    private static long passed(List<CellResult> results) {
        return results.stream().filter(CellResult::ok).count();
    }

    private static long notReached(List<CellResult> results) {
        return results.stream().filter(one -> !one.reached()).count();
    }

    private static String inWords(List<CellResult> results, long seconds) {
        return String.format(
                Locale.ROOT,
                "%s: %d cells, %d passed, %d failed, %d of them not reached, in %d s",
                passed(results) == results.size() ? "OK" : "NOT OK",
                results.size(),
                passed(results),
                results.size() - passed(results),
                notReached(results),
                seconds);
    }

    private static String json(List<CellResult> results, long seconds) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("cells", results.size());
            json.writeNumberField("passed", passed(results));
            json.writeNumberField("failed", results.size() - passed(results));
            json.writeNumberField("notReached", notReached(results));
            json.writeNumberField("seconds", seconds);
            json.writeArrayFieldStart("failing");
            for (CellResult one : results) {
                if (!one.ok()) {
                    json.writeString(one.cell().name());
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
