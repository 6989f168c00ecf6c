package io.nemcon.core.protocol;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;

/** A prepared branch as a decision names it: where it is and what will prove that it committed. */
public record DecidedBranch(ResourceName resource, int number, Witness witness) {

    public BranchId id(Gtrid gtrid) {
        return BranchId.of(gtrid, resource, number);
    }
}
