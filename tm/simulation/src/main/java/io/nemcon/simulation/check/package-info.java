/**
 * What must be true of a simulated world, looked at from outside: independent of the ledger's code, from the entries of
 * the log, the messages and what really happened in the databases.
 *
 * <p>May import: {@code simulation.machine}, {@code simulation.network}, {@code simulation.log}, {@code simulation.database},
 * {@code core}, {@code node}. Start reading at {@link io.nemcon.simulation.check.Invariants}.
 */
@NullMarked
package io.nemcon.simulation.check;

import org.jspecify.annotations.NullMarked;
