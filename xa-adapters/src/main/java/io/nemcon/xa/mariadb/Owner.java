package io.nemcon.xa.mariadb;

/**
 * The connection that a branch belongs to, as the server counts it. As long as it is there, nobody else can finish the
 * branch.
 *
 * @param serverStarted the second in which the server was started, by its own clock: connections are counted anew after
 *     that, so an id without it may be a stranger's
 */
record Owner(long connectionId, long serverStarted) {}
