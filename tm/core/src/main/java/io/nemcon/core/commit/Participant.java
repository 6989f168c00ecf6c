package io.nemcon.core.commit;

import io.nemcon.core.id.ResourceName;

/**
 * A branch as the commit begins.
 *
 * @param number its number in the transaction, from 0
 * @param twoPhase whether it can be prepared
 * @param looksReadOnly whether only reads were seen, so that it is worth asking before anything is prepared
 */
public record Participant(int number, ResourceName resource, boolean twoPhase, boolean looksReadOnly) {}
