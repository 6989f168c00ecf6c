package io.nemcon.samples.demo;

import java.util.OptionalLong;

/**
 * A SIGKILL to an app.
 *
 * @param unanswered transfers it had asked for and was never told of
 * @param resolveMs from the signal until no prepared branch of its sessions was left; empty if some stayed
 */
record AppKill(String app, int unanswered, OptionalLong resolveMs) {}
