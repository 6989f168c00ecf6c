/**
 * The log as a port: propose, read index, roles, snapshots; and its local form, a one-node file log.
 *
 * <p>May import: {@code core}. Start reading at {@link io.nemcon.node.log.ReplicatedLog}.
 */
@NullMarked
package io.nemcon.node.log;

import org.jspecify.annotations.NullMarked;
