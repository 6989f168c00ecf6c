package io.nemcon.core.protocol;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question to the ledger, answered only after a linearizable read. */
public sealed interface Query {

    /** No page has more rows. */
    int PAGE_ROWS_MAX = 1_000;

    private static void requirePage(int limit) {
        if (limit < 1 || limit > PAGE_ROWS_MAX) {
            throw new IllegalArgumentException(
                    "a page of " + limit + " rows: limit pageRowsMax is " + PAGE_ROWS_MAX + ", and one is the least");
        }
    }

    /** What became of these transactions. */
    record Outcomes(List<Gtrid> gtrids) implements Query {
        public Outcomes {
            gtrids = List.copyOf(gtrids);
        }
    }

    /** The branches of a resource that are decided and not reported finished. */
    record Unfinished(ResourceName resource) implements Query {}

    /** Sessions that are alive. */
    record Sessions() implements Query {}

    /**
     * A page of incidents, the oldest first.
     *
     * @param after the incident that the page before ended with; 0 for the first page
     * @param closed those that were closed, as far as they are kept, in place of the open ones
     */
    record Incidents(long after, int limit, boolean closed) implements Query {
        public Incidents {
            requirePage(limit);
        }

        /** The first page of the open ones. */
        public static Incidents open() {
            return new Incidents(0, PAGE_ROWS_MAX, false);
        }
    }

    /** One incident, open or closed. Answered with {@link Answer.Incidents} of one or none. */
    record Incident(long incident) implements Query {}

    /**
     * A page of the transactions that are not over: decided and unfinished, or waiting for a person to decide; the oldest first.
     *
     * @param after the place of the row that the page before ended with; 0 for the first page
     */
    record Transactions(long after, int limit) implements Query {
        public Transactions {
            requirePage(limit);
        }
    }

    /** All that is known of one transaction. */
    record Transaction(Gtrid gtrid) implements Query {}

    /**
     * A page of resources, by name.
     *
     * @param after the name that the page before ended with; null for the first page
     */
    record Resources(@Nullable ResourceName after, int limit) implements Query {
        public Resources {
            requirePage(limit);
        }
    }

    /** One resource. Answered with {@link Answer.Resources} of one or none. */
    record Resource(ResourceName resource) implements Query {}

    /** Whether the ledger would do this now. */
    record Rehearse(Command.FromOperator command) implements Query {}

    /** What tells whether a resource was set back to an older state. Answered with {@link Answer.Standing}. */
    record Standing(ResourceName resource) implements Query {}

    /** Counts and positions. */
    record Status() implements Query {}
}
