package io.nemcon.samples.torture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nemcon.samples.torture.plan.FaultKind;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/** The result, for a program: one object on one line. The checks are numbers of what is wrong. */
final class JsonReport {

    private JsonReport() {}

    static String of(TortureResult result) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("seed", result.seed());
            json.writeNumberField("seconds", result.seconds());
            json.writeNumberField("committed", result.committed());
            json.writeNumberField("rolledBack", result.rolledBack());
            json.writeNumberField("unknown", result.unknown());
            json.writeObjectFieldStart("faults");
            for (FaultKind kind : FaultKind.values()) {
                json.writeNumberField(kind.word(), result.faults().getOrDefault(kind, 0));
            }
            json.writeEndObject();
            json.writeObjectFieldStart("checks");
            json.writeNumberField("bankSum", result.bankSum());
            json.writeNumberField("toldVersusThere", result.toldVersusThere());
            json.writeNumberField("cycles", result.cycles());
            json.writeNumberField("preparedLeft", result.aftermath().preparedLeft());
            json.writeNumberField("unfinishedLeft", result.aftermath().unfinished());
            json.writeNumberField("incidents", result.aftermath().incidents());
            json.writeNumberField("idleApps", result.aftermath().idle().size());
            json.writeEndObject();
            json.writeNumberField("faultsFailed", result.failures().size());
            json.writeNumberField("hiddenPrepared", result.aftermath().hidden());
            write(json, "failoverMaxMs", result.failoverMaxMs());
            write(json, "resolveMaxMs", result.resolveMaxMs());
            json.writeBooleanField("ok", result.ok());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Null if nothing was measured. */
    private static void write(JsonGenerator json, String field, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(field, value.getAsLong());
        } else {
            json.writeNullField(field);
        }
    }
}
