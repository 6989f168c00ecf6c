/**
 * A replicated log that behaves as badly as {@code io.nemcon.node.log.ReplicatedLog} allows, and no worse: one truth that
 * only grows, and nodes that see it late, lose their proposals, or believe that they lead when they do not.
 *
 * <p>May import: {@code simulation.machine}, {@code simulation.network}, {@code node.log}. Start reading at
 * {@link io.nemcon.simulation.log.SimGroup}.
 */
@NullMarked
package io.nemcon.simulation.log;

import org.jspecify.annotations.NullMarked;
