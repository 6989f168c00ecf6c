/**
 * PostgreSQL 13 and later: two-phase SQL over plain connections, with the transaction id as witness.
 *
 * <p>May import: {@code spi}, {@code twophase}, {@code handle}, the driver. Start reading at
 * {@link io.nemcon.xa.postgresql.PostgresCommands}.
 */
@NullMarked
package io.nemcon.xa.postgresql;

import org.jspecify.annotations.NullMarked;
