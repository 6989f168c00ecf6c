/**
 * The crash matrix: every crash point of the product, times what can happen there, times who passes it, on real processes and
 * real databases; and what must be so after each.
 *
 * <p>May import {@code torture.point}, the demo's processes and databases, and {@code io.nemcon.client.group} to ask a follower.
 * Start reading at {@link io.nemcon.samples.torture.matrix.Ways} and {@link io.nemcon.samples.torture.matrix.Expectation}.
 */
@NullMarked
package io.nemcon.samples.torture.matrix;

import org.jspecify.annotations.NullMarked;
