package io.nemcon.simulation.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nemcon.simulation.fault.Fault;
import io.nemcon.simulation.fault.FaultKind;
import io.nemcon.simulation.run.Campaign;
import io.nemcon.simulation.run.SeedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;

/** What many seeds came to, for people and for programs. */
final class CampaignReport {

    private static final double NANOS_A_SECOND = 1e9;

    private final Campaign campaign;

    CampaignReport(Campaign campaign) {
        this.campaign = campaign;
    }

    /** One seed: what was violated, by which faults, and how to see it again. */
    void tell(SeedRun run, PrintWriter out) {
        if (run.violation() == null) {
            out.printf(
                    Locale.ROOT,
                    "seed %d: nothing violated in %.1f s, %d events, %d transactions committed%n",
                    run.seed(),
                    run.simulatedNs() / NANOS_A_SECOND,
                    run.events(),
                    run.committed());
            return;
        }
        out.println("seed " + run.seed() + ": "
                + Objects.requireNonNull(run.violation()).getMessage());
        for (Fault fault : run.schedule().faults()) {
            out.println("  needs " + fault);
        }
        out.println("  again: ./nemcon simulate --seed " + run.seed() + " --trace");
    }

    void summary(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%d seeds in %.1f s, %.1f a second; %.0f s simulated, %.0f x real time; %d transactions committed,"
                        + " %d events%n",
                campaign.seeds(),
                campaign.realSeconds(),
                campaign.seedsPerSecond(),
                campaign.simulatedSeconds(),
                campaign.speedup(),
                campaign.committed(),
                campaign.events());
        StringBuilder faults = new StringBuilder();
        for (FaultKind kind : FaultKind.values()) {
            faults.append(faults.isEmpty() ? "" : ", ")
                    .append(kind)
                    .append(' ')
                    .append(campaign.faults().getOrDefault(kind, 0L));
        }
        out.println("faults: " + faults);
        out.println(
                campaign.failing().isEmpty()
                        ? "nothing was violated"
                        : "violated in " + campaign.failing().size() + " seeds");
    }

    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("seeds", campaign.seeds());
            json.writeNumberField("violations", campaign.failing().size());
            json.writeNumberField("speedup", Math.round(campaign.speedup()));
            json.writeNumberField("seedsPerSecond", campaign.seedsPerSecond());
            json.writeNumberField("committed", campaign.committed());
            json.writeObjectFieldStart("faults");
            for (FaultKind kind : FaultKind.values()) {
                json.writeNumberField(kind.name(), campaign.faults().getOrDefault(kind, 0L));
            }
            json.writeEndObject();
            json.writeArrayFieldStart("failingSeeds");
            for (SeedRun run : campaign.failing()) {
                json.writeNumber(run.seed());
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing into memory failed", impossible);
        }
        return text.toString();
    }
}
