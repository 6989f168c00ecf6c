package io.nemcon.samples.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nemcon.xa.diagnosis.Diagnosis;
import io.nemcon.xa.diagnosis.Finding;
import io.nemcon.xa.diagnosis.Finding.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

/** A diagnosis as people and as programs read it. */
final class DiagnosisReport {

    private static final int WIDTH = 100;
    private static final String INDENT = " ".repeat(40);

    private DiagnosisReport() {}

    static void table(Diagnosis diagnosis, PrintWriter out) {
        for (Finding one : diagnosis.findings()) {
            out.printf("%-8s %-30s %s%n", mark(one.verdict()), one.check(), wrapped(one.words()));
            if (!one.mend().isEmpty()) {
                out.printf("%-8s %-30s %s%n", "", "", wrapped("mend: " + one.mend()));
            }
        }
        out.println();
        out.printf(
                "%s%s%n%s: %s (%d ms)%n",
                diagnosis.facts().server().isEmpty() ? "" : diagnosis.facts().server() + ", ",
                diagnosis.facts().driver().isEmpty()
                        ? "unknown driver"
                        : diagnosis.facts().driver(),
                conclusion(diagnosis),
                diagnosis.mode().label() + " (" + diagnosis.mode().meaning() + ")",
                diagnosis.took().toMillis());
    }

    private static String conclusion(Diagnosis diagnosis) {
        if (!diagnosis.facts().answered()) {
            return "the database does not answer; its kind would take part by";
        }
        return diagnosis.fit() ? "fit to take part, by" : "something has to be mended first; as it is, what fits it is";
    }

    private static String mark(Verdict verdict) {
        return verdict == Verdict.OK ? "ok" : verdict.toString();
    }

    /** Broken at blanks, so that it stays in its column. */
    private static String wrapped(String words) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String word : words.split(" ", -1)) {
            if (column > 0 && column + word.length() + 1 > WIDTH - INDENT.length()) {
                text.append(System.lineSeparator()).append(INDENT);
                column = 0;
            } else if (column > 0) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        return text.toString();
    }

    static String json(Diagnosis diagnosis) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("resource", diagnosis.resource());
            json.writeStringField("server", diagnosis.facts().server());
            json.writeStringField("driver", diagnosis.facts().driver());
            json.writeBooleanField("answered", diagnosis.facts().answered());
            json.writeBooleanField("fit", diagnosis.fit());
            json.writeStringField("mode", diagnosis.mode().label());
            json.writeNumberField("tookMs", diagnosis.took().toMillis());
            json.writeArrayFieldStart("findings");
            for (Finding one : diagnosis.findings()) {
                json.writeStartObject();
                json.writeStringField("check", one.check());
                json.writeStringField("verdict", one.verdict().toString().toLowerCase(Locale.ROOT));
                json.writeStringField("words", one.words());
                json.writeStringField("mend", one.mend());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }
}
