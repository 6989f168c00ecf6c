/**
 * Plain JDBC under a {@code UserTransaction}: no framework at all.
 *
 * <p>May import: the JDK and {@code jakarta.transaction}. Start reading at {@link io.nemcon.frameworks.jdbc.Orders}.
 */
@NullMarked
package io.nemcon.frameworks.jdbc;

import org.jspecify.annotations.NullMarked;
