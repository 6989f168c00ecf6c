/**
 * Databases with bank accounts: transactions, row locks, prepared branches that survive a crash, witnesses; connections
 * that break in the middle of a command. Two forms for applications and agents: the SQL of two phases with a witness, as
 * the PostgreSQL adapter speaks it, and a driver's XAResource without one.
 *
 * <p>May import: {@code simulation.machine}, {@code simulation.network}, {@code client.branch}, {@code agent}, {@code core}.
 * Start reading at {@link io.nemcon.simulation.database.SimDatabase}.
 */
@NullMarked
package io.nemcon.simulation.database;

import org.jspecify.annotations.NullMarked;
