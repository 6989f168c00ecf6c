package io.nemcon.node.log;

/**
 * Where this node stands.
 *
 * @param term the newest term this node knows
 * @param leader the client address of the leader, {@code host:port}; empty when unknown, and for a local log
 */
public record LogState(Role role, long term, String leader) {}
