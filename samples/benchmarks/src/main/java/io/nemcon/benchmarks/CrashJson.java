package io.nemcon.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nemcon.benchmarks.crash.CrashRow;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Crashes for a program: one object on one line. */
final class CrashJson {

    private CrashJson() {}

    static String of(List<CrashRow> rows, Map<String, String> facts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("crashes");
            for (CrashRow row : rows) {
                write(json, row);
            }
            json.writeEndArray();
            ReportJson.write(json, "machine", facts);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, CrashRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("system", row.crash().system().toString());
        json.writeStringField("disk", row.crash().disk().toString());
        json.writeNumberField("inDoubt", row.inDoubt());
        Long emptyMs = row.emptyMs();
        if (emptyMs == null) {
            json.writeNullField("emptyMs");
        } else {
            json.writeNumberField("emptyMs", emptyMs);
        }
        json.writeNumberField("left", row.left());
        json.writeNumberField("surplus", row.surplus());
        Boolean exact = row.moneyIsExact();
        if (exact == null) {
            json.writeNullField("moneyExact");
        } else {
            json.writeBooleanField("moneyExact", exact);
        }
        json.writeEndObject();
    }
}
