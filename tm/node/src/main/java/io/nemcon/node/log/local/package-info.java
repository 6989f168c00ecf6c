/**
 * The log of one node in a folder of its own: durable segments, group commit, snapshots, recovery. Light enough to live
 * in any application's process.
 *
 * <p>May import: {@code core}, {@code node.log}, SLF4J. Start reading at {@link io.nemcon.node.log.local.LocalLog}, then
 * {@code ApplyLoop} for what its thread does and {@code LogRecovery} for what opening proves.
 */
@NullMarked
package io.nemcon.node.log.local;

import org.jspecify.annotations.NullMarked;
