package io.nemcon.xa.diagnosis;

import java.util.List;

/**
 * What a database and its driver say of themselves. Immutable.
 *
 * @param server product and version; empty if it did not answer
 * @param driver name and version; empty if unknown
 * @param answered whether the database answered at all
 */
public record Facts(String server, String driver, boolean answered, List<Finding> findings) {

    public Facts {
        findings = List.copyOf(findings);
    }
}
