package io.nemcon.simulation.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nemcon.simulation.planted.Garden;
import io.nemcon.simulation.planted.Garden.Harvest;
import io.nemcon.simulation.planted.Plant;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** In how many seeds each planted bug is found: a table for people, and one line for programs. */
final class PlantedReport {

    static final long SEEDS = 500;

    private final PrintWriter out;
    private final boolean json;

    PlantedReport(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** Returns the exit code. */
    int run(@Nullable String only, long firstSeed, long seedsMax) {
        Garden garden = new Garden();
        List<Harvest> harvests = new ArrayList<>();
        out.printf(Locale.ROOT, "%-40s %-6s %5s  %s%n", "planted", "found", "seeds", "by");
        for (Plant plant : Plant.values()) {
            if (only == null || only.equals(plant.name())) {
                Harvest harvest = garden.harvest(plant, firstSeed, seedsMax);
                harvests.add(harvest);
                tell(harvest);
            }
        }
        long found = harvests.stream().filter(Harvest::found).count();
        out.println(found + " of " + harvests.size() + " found within " + seedsMax + " seeds each");
        if (json) {
            out.println(json(harvests));
        }
        out.flush();
        return found == harvests.size() ? 0 : 1;
    }

    private void tell(Harvest harvest) {
        String by = harvest.how().isEmpty() ? "" : harvest.how().split(" ", 2)[0];
        out.printf(
                Locale.ROOT,
                "%-40s %-6s %5d  %s%n",
                harvest.plant(),
                harvest.found() ? "yes" : "NO",
                harvest.seeds(),
                by);
        out.flush();
    }

    private static String json(List<Harvest> harvests) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("planted");
            for (Harvest harvest : harvests) {
                json.writeStartObject();
                json.writeStringField("name", harvest.plant().name());
                json.writeBooleanField("found", harvest.found());
                json.writeNumberField("seeds", harvest.seeds());
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
