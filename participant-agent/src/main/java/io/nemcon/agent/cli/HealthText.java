package io.nemcon.agent.cli;

import io.nemcon.agent.PreparedUse;
import io.nemcon.agent.VitalSigns;
import java.util.List;
import java.util.stream.Collectors;

/** An agent's health as JSON: fields are only ever added to it, see docs/operations.md. */
final class HealthText {

    private static final int FIRST_PRINTABLE = 0x20;

    private HealthText() {}

    static boolean isHealthy(List<VitalSigns> vitals) {
        return vitals.stream().allMatch(VitalSigns::isHealthy);
    }

    static String of(String agent, List<VitalSigns> vitals) {
        return "{\"agent\":" + quoted(agent) + ",\"healthy\":" + isHealthy(vitals) + ",\"resources\":"
                + vitals.stream().map(HealthText::resource).collect(Collectors.joining(",", "[", "]")) + "}";
    }

    private static String resource(VitalSigns signs) {
        PreparedUse prepared = signs.prepared();
        return "{\"resource\":" + quoted(signs.resource().value())
                + ",\"healthy\":" + signs.isHealthy()
                + ",\"faults\":"
                + signs.faults().stream().map(HealthText::quoted).collect(Collectors.joining(",", "[", "]"))
                + ",\"active\":" + signs.active()
                + ",\"groupAnswers\":" + signs.groupAnswers()
                + ",\"resourceAnswers\":" + signs.resourceAnswers()
                + ",\"scannedAgoMs\":" + age(signs.scannedAgoMs())
                + ",\"index\":" + signs.index()
                + ",\"unfinished\":" + signs.unfinished()
                + ",\"oldestUnfinishedMs\":" + age(signs.oldestUnfinishedMs())
                + ",\"prepared\":" + (prepared == null ? "null" : String.valueOf(prepared.prepared()))
                + ",\"preparedMax\":"
                + (prepared == null || !prepared.hasLimit() ? "null" : String.valueOf(prepared.limit())) + "}";
    }

    private static String age(long ms) {
        return ms == VitalSigns.NEVER ? "null" : String.valueOf(ms);
    }

    /** What databases and drivers say is in it. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
