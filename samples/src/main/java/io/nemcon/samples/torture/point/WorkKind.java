package io.nemcon.samples.torture.point;

/** The transactions that an app of the matrix knows. Each moves the same amount, and notes its gtrid where it does so. */
public enum WorkKind {
    /** From the first database to the second. */
    TRANSFER,
    /** Within the first database alone. */
    ONE_PHASE,
    /** The same, and a read in the second one. */
    READ_BESIDE,
    /** A transfer that the app rolls back. */
    GIVEN_UP,
    /** A transfer that the second database refuses when it is prepared. */
    REFUSED,
    /** One without work, open until it is released. */
    HELD;

    public static final int AMOUNT = 7;

    /** Whether what it does is committed if nothing goes wrong. */
    boolean isToCommit() {
        return this != GIVEN_UP && this != HELD;
    }
}
