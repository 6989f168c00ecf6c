package io.nemcon.agent;

import io.nemcon.core.id.BranchId;

/**
 * A branch that committed and whose witness still takes up room in its resource.
 *
 * @param preparedAgoMs by the resource's own clock
 */
public record WitnessedBranch(BranchId branch, long preparedAgoMs) {}
