package io.nemcon.simulation.world;

import io.nemcon.simulation.database.SimDatabase;

/** A database, and whether applications reach it by its driver's XAResource, which has no witness. */
public record Resource(SimDatabase database, boolean isXa) {}
