package io.nemcon.simulation.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nemcon.simulation.exhaustive.Cover;
import io.nemcon.simulation.exhaustive.Findings;
import io.nemcon.simulation.exhaustive.Scope;
import io.nemcon.simulation.exhaustive.Search;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Searches small scopes to their end, and tells what came of it: for people, and in one line for programs. */
final class ExhaustiveReport {

    private static final double TELL_EVERY_SECONDS = 1;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter out;
    private final PrintWriter talk;
    private final boolean json;
    private final boolean terminal = System.console() != null;
    private double toldSeconds;

    ExhaustiveReport(PrintWriter out, PrintWriter talk, boolean json) {
        this.out = out;
        this.talk = talk;
        this.json = json;
    }

    /** Returns the exit code. */
    int run(boolean longOnes, @Nullable String only) {
        List<Scope> scopes = new ArrayList<>(Scope.SHORT);
        if (longOnes) {
            scopes.addAll(Scope.LONG);
        }
        scopes.removeIf(scope -> only != null && !scope.name().equals(only));
        List<Findings> all = new ArrayList<>();
        for (Scope scope : scopes) {
            toldSeconds = 0;
            Findings findings = Search.of(scope, progress -> show(scope, progress));
            clear();
            tell(findings);
            all.add(findings);
        }
        boolean sound = !all.isEmpty() && all.stream().allMatch(findings -> findings.rule() == null);
        if (json) {
            out.println(json(all));
        }
        out.flush();
        return sound ? 0 : 1;
    }

    private void show(Scope scope, Search.Progress progress) {
        if (!terminal || progress.seconds() - toldSeconds < TELL_EVERY_SECONDS) {
            return;
        }
        toldSeconds = progress.seconds();
        talk.printf(
                Locale.ROOT,
                "%s%s: %d states, %d still to be gone on from, depth %d, %.0f a second",
                CLEAR,
                scope.name(),
                progress.states(),
                progress.frontier(),
                progress.depth(),
                progress.states() / progress.seconds());
        talk.flush();
    }

    private void clear() {
        if (terminal) {
            talk.print(CLEAR);
            talk.flush();
        }
    }

    private void tell(Findings findings) {
        out.printf(
                Locale.ROOT,
                "%s: %d states, %d transitions, depth %d, %.1f s; of the ledger, the owners and the agents %s states%n",
                findings.scope().name(),
                findings.states(),
                findings.transitions(),
                findings.depth(),
                findings.seconds(),
                findings.machineStates());
        if (findings.rule() == null) {
            out.println("  gone through to the end, nothing was violated");
        } else {
            out.println(
                    "  " + findings.rule() + " is violated (" + findings.rule().words() + "): " + findings.what());
            findings.steps().forEach(step -> out.println("    " + step));
        }
        for (Cover cover : Cover.values()) {
            out.printf(Locale.ROOT, "  %9d  %s%n", findings.covers().getOrDefault(cover, 0L), cover.words());
        }
        out.flush();
    }

    private static String json(List<Findings> all) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("scopes");
            for (Findings findings : all) {
                json.writeStartObject();
                json.writeStringField("name", findings.scope().name());
                json.writeNumberField("states", findings.states());
                json.writeNumberField("transitions", findings.transitions());
                json.writeNumberField("depth", findings.depth());
                json.writeNumberField("seconds", findings.seconds());
                json.writeNumberField("violations", findings.rule() == null ? 0 : 1);
                json.writeArrayFieldStart("steps");
                for (String step : findings.steps()) {
                    json.writeString(step);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing into memory failed", impossible);
        }
        return text.toString();
    }
}
