package io.nemcon.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists, strings, numbers, booleans and null. */
record JsonTree(Map<?, ?> fields) {

    /** @throws IOException if it cannot be read, or is no JSON object */
    static JsonTree read(Path file) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            parser.nextToken();
            if (value(parser) instanceof Map<?, ?> object) {
                return new JsonTree(object);
            }
            throw new IOException(file + " holds no JSON object");
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser));
        }
        return values;
    }

    /** The objects of an array; none if there is no such field. */
    List<JsonTree> objects(String name) {
        return fields.get(name) instanceof List<?> values
                ? values.stream()
                        .filter(value -> value instanceof Map<?, ?>)
                        .map(value -> new JsonTree((Map<?, ?>) value))
                        .toList()
                : List.of();
    }

    /** The strings of an object; none if there is no such field. */
    Map<String, String> strings(String name) {
        return fields.get(name) instanceof Map<?, ?> object
                ? object.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> String.valueOf(entry.getKey()),
                                entry -> String.valueOf(entry.getValue()),
                                (first, second) -> first,
                                LinkedHashMap::new))
                : Map.of();
    }

    String text(String name) throws IOException {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IOException("no text " + name + " in " + fields);
    }

    double number(String name) throws IOException {
        Double number = numberOrNull(name);
        if (number == null) {
            throw new IOException("no number " + name + " in " + fields);
        }
        return number;
    }

    @Nullable
    Double numberOrNull(String name) {
        return fields.get(name) instanceof Double number ? number : null;
    }

    @Nullable
    Boolean truthOrNull(String name) {
        return fields.get(name) instanceof Boolean truth ? truth : null;
    }
}
