package io.nemcon.agent;

/**
 * How many transactions a server has prepared, whoever prepared them, and how many it takes. Immutable.
 *
 * @param limit {@link #NO_LIMIT} if the server has none
 */
public record PreparedUse(int prepared, int limit) {

    /** Said of servers that take as many as there is room for. */
    public static final int NO_LIMIT = -1;

    public PreparedUse {
        if (prepared < 0 || limit < NO_LIMIT) {
            throw new IllegalArgumentException(prepared + " prepared of at most " + limit);
        }
    }

    /** For a server that has no limit. */
    public static PreparedUse withoutLimit(int prepared) {
        return new PreparedUse(prepared, NO_LIMIT);
    }

    public boolean hasLimit() {
        return limit != NO_LIMIT;
    }

    /** Whether so many hundredths of the limit are used, or more; never without a limit. A server that takes none is full. */
    public boolean reaches(int percent) {
        return hasLimit() && prepared * 100L >= (long) limit * percent;
    }

    @Override
    public String toString() {
        return hasLimit() ? prepared + " of " + limit : prepared + ", no limit";
    }
}
