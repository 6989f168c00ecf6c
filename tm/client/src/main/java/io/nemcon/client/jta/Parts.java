package io.nemcon.client.jta;

/** What one transaction consists of, for whoever ends it. */
record Parts(
        NemconTransaction transaction,
        Deadline deadline,
        BranchList branches,
        Lifecycle lifecycle,
        Synchronizations synchronizations,
        Values values,
        Environment environment) {}
