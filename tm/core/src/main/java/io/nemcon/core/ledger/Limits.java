package io.nemcon.core.ledger;

/** What one group may hold. Constants, for every replica must refuse alike. */
public final class Limits {

    public static final int SESSIONS_ALIVE_MAX = 100_000;
    public static final int RESOURCES_MAX = 10_000;
    public static final int AGENTS_PER_RESOURCE_MAX = 10_000;
    public static final int INCIDENTS_OPEN_MAX = 100_000;

    /** Beyond it the one that was closed first is no longer kept. */
    public static final int INCIDENTS_CLOSED_MAX = 10_000;

    public static final int RESOLUTIONS_MAX = 100_000;
    /** Past it COMMIT is refused. ABORT never is: see {@link RequestRunner}. */
    public static final int UNFINISHED_TRANSACTIONS_MAX = 1_000_000;

    /** Undecided ones that other sessions have joined. */
    public static final int JOINED_TRANSACTIONS_MAX = 100_000;

    public static final int RESULTS_PER_SESSION_MAX = 10_000;

    /** A session that is not heard of for so long ends; in that time nobody else can end what it left open. */
    public static final int SESSION_TTL_MS_MAX = 3_600_000;

    /** Shorter, and a heartbeat that is a little late ends it. */
    public static final int SESSION_TTL_MS_MIN = 100;

    private Limits() {}
}
