package io.nemcon.core.id;

import java.util.regex.Pattern;

/** The name by which a group knows a database or queue: 1 to 64 of {@code a-z A-Z 0-9 . _ -}. */
public record ResourceName(String value) implements Comparable<ResourceName> {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public ResourceName {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "resource name '" + value + "': use 1 to 64 of the characters a-z A-Z 0-9 . _ -");
        }
    }

    /** 64 bits of the name for the bqual: FNV-1a, then mixed. Stable for ever, for it is written into databases. */
    public long hash() {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < value.length(); i++) {
            hash = (hash ^ value.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }

    @Override
    public int compareTo(ResourceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
