/**
 * Runs the ledger: one thread, a log underneath, commands batched into entries, leases, linearizable reads. The same code
 * inside a TM node and inside an application that has no group.
 *
 * <p>May import: {@code core}, {@code node.host}, {@code node.log}. Start reading at {@link io.nemcon.node.LedgerNode}.
 */
@NullMarked
package io.nemcon.node;

import org.jspecify.annotations.NullMarked;
