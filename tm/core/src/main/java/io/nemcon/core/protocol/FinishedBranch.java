package io.nemcon.core.protocol;

import io.nemcon.core.id.BranchId;

/** A branch of a decided transaction that was carried out, verified in its database. */
public record FinishedBranch(BranchId branch) {}
