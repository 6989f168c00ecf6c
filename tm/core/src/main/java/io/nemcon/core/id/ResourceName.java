package io.nemcon.core.id;

/**
 * The name by which a group knows a database or queue: 1 to 64 of {@code a-z A-Z 0-9 . _ -}. Immutable. No record, for its
 * hash is wanted with every branch and is kept.
 */
public final class ResourceName implements Comparable<ResourceName> {

    public static final int LENGTH_MAX = 64;

    private final String value;
    private final long hash;

    public ResourceName(String value) {
        if (!isName(value)) {
            throw new IllegalArgumentException(
                    "resource name '" + value + "': use 1 to 64 of the characters a-z A-Z 0-9 . _ -");
        }
        this.value = value;
        this.hash = hashOf(value);
    }

    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            boolean letterOrDigit = at >= 'a' && at <= 'z' || at >= 'A' && at <= 'Z' || at >= '0' && at <= '9';
            if (!letterOrDigit && at != '.' && at != '_' && at != '-') {
                return false;
            }
        }
        return true;
    }

    public String value() {
        return value;
    }

    /** 64 bits of the name for the bqual: FNV-1a, then mixed. Stable for ever, for it is written into databases. */
    public long hash() {
        return hash;
    }

    private static long hashOf(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }

    @Override
    public int compareTo(ResourceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceName name && value.equals(name.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
