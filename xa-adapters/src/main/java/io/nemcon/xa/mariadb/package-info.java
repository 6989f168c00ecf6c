/**
 * MariaDB 10.5.2 and later: two-phase SQL over plain connections, with a row that the branch itself writes as witness.
 *
 * <p>May import: {@code spi}, {@code twophase}, {@code handle}, the driver. Start reading at
 * {@link io.nemcon.xa.mariadb.MariaDbCommands}.
 */
@NullMarked
package io.nemcon.xa.mariadb;

import org.jspecify.annotations.NullMarked;
