package io.nemcon.client.jta;

import java.time.Duration;

/**
 * Bounds of this process's transactions. Immutable.
 *
 * @param name for the names of threads
 * @param timeout of a transaction that says nothing else
 * @param branchesMax branches of one transaction
 * @param threadsMax threads that carry out branches side by side
 * @param resolvingMax transactions that may wait to be resolved in the background
 */
public record JtaConfig(String name, Duration timeout, int branchesMax, int threadsMax, int resolvingMax) {}
