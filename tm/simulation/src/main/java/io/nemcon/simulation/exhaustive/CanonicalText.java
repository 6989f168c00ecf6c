package io.nemcon.simulation.exhaustive;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * An object of the product in words, every field of it and of what it holds: equal words, equal behaviour. A field that a
 * class gets tomorrow is in the words by itself; what is left out is named where this is made. Not thread-safe.
 */
final class CanonicalText {

    private static final String OURS = "io.nemcon.";

    /** {@code Class.field}, by simple names. */
    private final Set<String> leftOut;

    private final Map<Class<?>, List<Field>> fields = new HashMap<>();

    CanonicalText(Set<String> leftOut) {
        this.leftOut = Set.copyOf(leftOut);
    }

    String of(Object value) {
        StringBuilder words = new StringBuilder(512);
        write(words, value);
        return words.toString();
    }

    /** The fields that count, those of its superclasses among them. */
    List<Field> fieldsOf(Class<?> type) {
        return fields.computeIfAbsent(type, this::findFields);
    }

    private List<Field> findFields(Class<?> type) {
        List<Field> found = new ArrayList<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                boolean counts = !Modifier.isStatic(field.getModifiers())
                        && !leftOut.contains(at.getSimpleName() + "." + field.getName());
                if (counts) {
                    field.setAccessible(true);
                    found.add(field);
                }
            }
        }
        found.sort(Comparator.comparing(Field::getName));
        return List.copyOf(found);
    }

    private void write(StringBuilder words, @Nullable Object value) {
        if (value == null
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>
                || value instanceof Character) {
            words.append(value);
        } else if (value instanceof String text) {
            words.append('"').append(text).append('"');
        } else if (value instanceof Map<?, ?> map) {
            writeMap(words, map);
        } else if (value instanceof Collection<?> many) {
            boolean ordered =
                    !(value instanceof Set<?>) || value instanceof LinkedHashSet<?> || value instanceof SortedSet<?>;
            writeAll(words, many, ordered);
        } else if (value instanceof Roaring64Bitmap bits) {
            words.append(Arrays.toString(bits.toArray()));
        } else if (value.getClass().getName().startsWith(OURS)) {
            writeFields(words, value);
        } else {
            throw new IllegalStateException(
                    value.getClass() + " can't be told apart: say here what makes two of them equal");
        }
    }

    private void writeMap(StringBuilder words, Map<?, ?> map) {
        List<String> entries = new ArrayList<>();
        map.forEach((key, value) -> {
            StringBuilder entry = new StringBuilder();
            write(entry, key);
            entry.append(':');
            write(entry, value);
            entries.add(entry.toString());
        });
        if (!(map instanceof LinkedHashMap<?, ?>) && !(map instanceof SortedMap<?, ?>)) {
            entries.sort(Comparator.naturalOrder());
        }
        words.append(entries);
    }

    private void writeAll(StringBuilder words, Collection<?> many, boolean ordered) {
        List<String> elements = new ArrayList<>();
        for (Object one : many) {
            StringBuilder element = new StringBuilder();
            write(element, one);
            elements.add(element.toString());
        }
        if (!ordered) {
            elements.sort(Comparator.naturalOrder());
        }
        words.append(elements);
    }

    private void writeFields(StringBuilder words, Object value) {
        words.append(value.getClass().getSimpleName()).append('{');
        for (Field field : fieldsOf(value.getClass())) {
            words.append(field.getName()).append('=');
            try {
                write(words, field.get(value));
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(field + " was made accessible", impossible);
            }
            words.append(' ');
        }
        words.append('}');
    }
}
