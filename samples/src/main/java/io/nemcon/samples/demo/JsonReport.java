package io.nemcon.samples.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nemcon.samples.demo.bank.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The result, for a program: one object on one line. Its fields are a promise: more may come, none goes or changes. */
final class JsonReport {

    private JsonReport() {}

    static String of(DemoResult result) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            write(json, result.verdict());
            json.writeNumberField("leaderKills", result.leaderKills().size());
            write(json, "failoverMs", result.failoverMs());
            json.writeNumberField("appKills", result.appKills().size());
            write(json, "resolveMs", result.resolveMs());
            write(json, "throughput", result.throughput());
            write(json, "p50Ms", result.percentileMs(0.5));
            write(json, "p99Ms", result.percentileMs(0.99));
            json.writeBooleanField("ok", result.ok());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Verdict verdict) throws IOException {
        json.writeNumberField("transactions", verdict.transactions());
        json.writeNumberField("committed", verdict.committed());
        json.writeNumberField("rolledBack", verdict.rolledBack());
        json.writeNumberField("unknown", verdict.unknown());
        json.writeNumberField("moneyBefore", verdict.moneyBefore());
        json.writeNumberField("moneyAfter", verdict.moneyAfter());
        json.writeNumberField("toldCommittedMissing", verdict.toldCommittedMissing());
        json.writeNumberField("toldRolledBackPresent", verdict.toldRolledBackPresent());
        json.writeNumberField("inDoubtLeft", verdict.inDoubtLeft());
    }

    private static void write(JsonGenerator json, String field, List<Long> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (long value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    /** Two decimals: more would be noise. */
    private static void write(JsonGenerator json, String field, double value) throws IOException {
        json.writeNumberField(field, BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP));
    }
}
