package io.nemcon.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report for a program: one object on one line. Its fields are a promise: more may come, none goes or changes. */
final class ReportJson {

    /** More would be noise. */
    private static final MathContext DIGITS = new MathContext(5);

    private ReportJson() {}

    static String of(Report report, Map<String, String> facts, Map<String, String> settings) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("rows");
            for (Row row : report.rows()) {
                write(json, row);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("ratios");
            for (Row row : report.rows()) {
                write(json, row, report.ratio(row));
            }
            json.writeEndObject();
            write(json, "machine", facts);
            write(json, "settings", settings);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("workload", row.workload());
        json.writeStringField("system", row.system().toString());
        json.writeNumberField("threads", row.threads());
        write(json, "tps", row.tps());
        write(json, "p50Ms", row.p50Ms());
        write(json, "p99Ms", row.p99Ms());
        write(json, "cpuMsPerTx", row.cpuMsPerTx());
        write(json, "forcesPerTx", row.forcesPerTx());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Row row, Report.Ratio ratio) throws IOException {
        json.writeObjectFieldStart(row.workload() + "/" + row.threads() + "/" + row.system());
        write(json, "toFastestPeer", ratio.toFastestPeer());
        write(json, "toByHand", ratio.toByHand());
        json.writeEndObject();
    }

    static void write(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }

    static void write(JsonGenerator json, String field, @Nullable Double value) throws IOException {
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeFieldName(field);
            json.writeNumber(
                    BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString());
        }
    }
}
