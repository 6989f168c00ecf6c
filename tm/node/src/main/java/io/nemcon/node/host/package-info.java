/**
 * What a process gets from the machine it runs on, as a port: clock, threads, waiting, random numbers. Everything of a
 * node, a client and an agent that is not pure goes through it, so that a simulation can be the machine; and at the crash points
 * that they name a test can end, stop or fail them.
 *
 * <p>May import: nothing of the project. Start reading at {@link io.nemcon.node.host.Host}.
 */
@NullMarked
package io.nemcon.node.host;

import org.jspecify.annotations.NullMarked;
