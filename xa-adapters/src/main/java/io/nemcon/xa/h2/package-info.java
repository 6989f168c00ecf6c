/**
 * H2 through its own XA classes, and what they leave out.
 *
 * <p>May import: {@code spi}, {@code handle}, the driver. Start reading at
 * {@link io.nemcon.xa.h2.H2Database}.
 */
@NullMarked
package io.nemcon.xa.h2;

import org.jspecify.annotations.NullMarked;
