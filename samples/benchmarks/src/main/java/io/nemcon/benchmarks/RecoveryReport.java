package io.nemcon.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nemcon.benchmarks.recovery.RecoveryRow;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long recovery took, for people and for a program. */
final class RecoveryReport {

    private static final String FORMAT = "%-9s %9s %12s %13s %12s %s";
    private static final String MILLIS = " ms";

    private RecoveryReport() {}

    static List<String> table(List<RecoveryRow> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(FORMAT.formatted("branches", "in doubt", "none left", "first writer", "last writer", "as decided"));
        for (RecoveryRow row : rows) {
            lines.add(FORMAT.formatted(
                    row.branches(),
                    row.inDoubt(),
                    row.emptyMs() + MILLIS,
                    row.firstWriterMs() + MILLIS,
                    row.lastWriterMs() + MILLIS,
                    row.exact() ? "yes" : "NO"));
        }
        return lines;
    }

    /** One object on one line. */
    static String json(List<RecoveryRow> rows, int rounds, Map<String, String> facts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("recoveries");
            for (RecoveryRow row : rows) {
                json.writeStartObject();
                json.writeNumberField("branches", row.branches());
                json.writeNumberField("rounds", rounds);
                json.writeNumberField("inDoubt", row.inDoubt());
                json.writeNumberField("emptyMs", row.emptyMs());
                json.writeNumberField("firstWriterMs", row.firstWriterMs());
                json.writeNumberField("lastWriterMs", row.lastWriterMs());
                json.writeBooleanField("asDecided", row.exact());
                json.writeEndObject();
            }
            json.writeEndArray();
            ReportJson.write(json, "machine", facts);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
