package io.nemcon.core.protocol;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import java.util.List;

/** A question to the ledger, answered only after a linearizable read. */
public sealed interface Query {

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

    /** Incidents that are open. */
    record Incidents() implements Query {}

    /** Counts and positions. */
    record Status() implements Query {}
}
