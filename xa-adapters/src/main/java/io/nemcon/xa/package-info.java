/**
 * Databases for transactions: a plain {@link javax.sql.DataSource} that enlists itself.
 *
 * <p>May import: {@code core}, {@code client}, {@code agent}, {@code xa.spi}, HikariCP. Start reading at
 * {@link io.nemcon.xa.NemconDataSource}.
 */
@NullMarked
package io.nemcon.xa;

import org.jspecify.annotations.NullMarked;
