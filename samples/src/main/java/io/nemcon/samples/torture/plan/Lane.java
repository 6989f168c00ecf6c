package io.nemcon.samples.torture.plan;

/** Whom a fault strikes. Those of one lane wait for each other; the lanes run side by side. */
public enum Lane {
    NODES,
    APPS,
    AGENT,
    DATABASES,
    CLOCKS,
    /** Two of them run side by side. */
    LINKS
}
