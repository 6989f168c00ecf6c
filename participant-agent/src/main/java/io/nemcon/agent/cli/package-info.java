/**
 * An agent in a process of its own, beside databases: it recovers them, and does nothing else.
 *
 * <p>May import: {@code core}, {@code node}, {@code client}, {@code agent}, {@code wire.config}. Start reading at
 * {@link io.nemcon.agent.cli.AgentCommand}.
 */
@NullMarked
package io.nemcon.agent.cli;

import org.jspecify.annotations.NullMarked;
