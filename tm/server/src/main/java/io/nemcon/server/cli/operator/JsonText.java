package io.nemcon.server.cli.operator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nemcon.core.protocol.Answer.Closing;
import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.Answer.JoinedSession;
import io.nemcon.core.protocol.Answer.Resolution;
import io.nemcon.core.protocol.Answer.ResourceRow;
import io.nemcon.core.protocol.Answer.SessionInfo;
import io.nemcon.core.protocol.Answer.TransactionDetail;
import io.nemcon.core.protocol.Answer.TransactionInfo;
import io.nemcon.core.protocol.DecidedBranch;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What programs read: fields are only ever added to it, see docs/operations.md. Times are ISO 8601 in UTC, or null. */
final class JsonText {

    /** Writes the fields of one object. */
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes one element of a list. */
    interface Element<T> {
        void write(JsonGenerator json, T element) throws IOException;
    }

    private JsonText() {}

    static String object(Fields fields) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    static <T> void list(JsonGenerator json, String name, List<T> elements, Element<T> writer) throws IOException {
        json.writeArrayFieldStart(name);
        for (T element : elements) {
            writer.write(json, element);
        }
        json.writeEndArray();
    }

    /** @param next what {@code --after} takes for the page that follows; null if there is none */
    static void more(JsonGenerator json, @Nullable String next) throws IOException {
        json.writeBooleanField("more", next != null);
        json.writeStringField("next", next);
    }

    private static void moment(JsonGenerator json, String name, long atMs) throws IOException {
        json.writeStringField(
                name, atMs == 0 ? null : Instant.ofEpochMilli(atMs).toString());
    }

    static void transaction(JsonGenerator json, TransactionInfo info) throws IOException {
        json.writeStartObject();
        transactionFields(json, info);
        json.writeEndObject();
    }

    private static void transactionFields(JsonGenerator json, TransactionInfo info) throws IOException {
        json.writeStringField("tx", info.gtrid().toString());
        json.writeStringField("outcome", info.outcome().name());
        json.writeStringField("reason", info.reason().name());
        moment(json, "since", info.sinceMs());
        json.writeObjectFieldStart("owner");
        json.writeStringField("session", info.gtrid().session().toString());
        json.writeStringField("name", info.owner().isEmpty() ? null : info.owner());
        json.writeBooleanField("alive", info.ownerAlive());
        json.writeEndObject();
        json.writeNumberField("branches", info.branches());
        json.writeNumberField("unfinished", info.unfinished());
        list(json, "resources", info.resources(), (to, resource) -> to.writeString(resource.value()));
        json.writeNumberField("place", info.place());
    }

    static void detailFields(JsonGenerator json, TransactionDetail detail) throws IOException {
        transactionFields(json, detail.info());
        list(json, "left", detail.left(), (to, branch) -> branch(to, detail.info(), branch));
        list(json, "joined", detail.joined(), JsonText::joined);
        Resolution resolution = detail.resolution();
        if (resolution == null) {
            json.writeNullField("resolution");
        } else {
            json.writeObjectFieldStart("resolution");
            json.writeStringField("decision", resolution.decision().name());
            json.writeStringField("who", resolution.who());
            json.writeStringField("reason", resolution.why());
            moment(json, "at", resolution.resolvedMs());
            json.writeEndObject();
        }
        list(json, "incidents", detail.incidents(), JsonText::incident);
    }

    private static void joined(JsonGenerator json, JoinedSession one) throws IOException {
        json.writeStartObject();
        json.writeStringField("session", one.session().toString());
        json.writeStringField("name", one.name().isEmpty() ? null : one.name());
        json.writeBooleanField("alive", one.alive());
        json.writeEndObject();
    }

    private static void branch(JsonGenerator json, TransactionInfo info, DecidedBranch branch) throws IOException {
        json.writeStartObject();
        json.writeStringField("resource", branch.resource().value());
        json.writeStringField("branch", branch.id(info.gtrid()).toString());
        json.writeStringField(
                "witness", branch.witness().isPresent() ? branch.witness().evidence() : null);
        json.writeEndObject();
    }

    static void incident(JsonGenerator json, IncidentInfo incident) throws IOException {
        json.writeStartObject();
        incidentFields(json, incident);
        json.writeEndObject();
    }

    static void incidentFields(JsonGenerator json, IncidentInfo incident) throws IOException {
        json.writeNumberField("incident", incident.incident());
        json.writeStringField("kind", incident.kind().name());
        json.writeStringField("resource", incident.resource().value());
        json.writeStringField("branch", incident.branch());
        json.writeStringField("tx", Advice.tx(incident));
        json.writeStringField("evidence", incident.evidence());
        moment(json, "openedAt", incident.openedMs());
        moment(json, "lastSeenAt", incident.lastSeenMs());
        json.writeNumberField("reports", incident.reports());
        Closing closing = incident.closing();
        if (closing == null) {
            json.writeNullField("closing");
        } else {
            json.writeObjectFieldStart("closing");
            json.writeStringField("who", closing.who());
            json.writeStringField("reason", closing.why());
            moment(json, "at", closing.closedMs());
            json.writeEndObject();
        }
        json.writeStringField("meaning", Advice.meaning(incident.kind()));
        list(json, "whatToDo", Advice.whatToDo(incident), JsonGenerator::writeString);
    }

    static void resource(JsonGenerator json, ResourceRow row) throws IOException {
        json.writeStartObject();
        resourceFields(json, row);
        json.writeEndObject();
    }

    static void resourceFields(JsonGenerator json, ResourceRow row) throws IOException {
        json.writeStringField("resource", row.resource().value());
        if (row.agents().isEmpty()) {
            json.writeNullField("activeAgent");
        } else {
            json.writeFieldName("activeAgent");
            agent(json, row.agents().get(0));
        }
        list(json, "standbyAgents", row.agents().stream().skip(1).toList(), JsonText::agent);
        json.writeNumberField("agents", row.agentCount());
        moment(json, "lastFullScanAt", row.scannedMs());
        json.writeBooleanField("scanWanted", row.scanWanted());
        json.writeNumberField("unfinished", row.unfinished());
        moment(json, "oldestUnfinishedSince", row.oldestDecidedMs());
        json.writeNumberField("incidentsOpen", row.incidentsOpen());
    }

    private static void agent(JsonGenerator json, SessionInfo agent) throws IOException {
        json.writeStartObject();
        json.writeStringField("session", agent.session().toString());
        json.writeStringField("name", agent.name());
        json.writeStringField("kind", agent.kind().name());
        json.writeEndObject();
    }
}
