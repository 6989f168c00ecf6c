/**
 * What an adapter for one kind of database implements; found by {@link java.util.ServiceLoader}.
 *
 * <p>May import: {@code core}, {@code client.branch}, {@code agent}, HikariCP. Start reading at
 * {@link io.nemcon.xa.spi.DatabaseAdapter}.
 */
@NullMarked
package io.nemcon.xa.spi;

import org.jspecify.annotations.NullMarked;
