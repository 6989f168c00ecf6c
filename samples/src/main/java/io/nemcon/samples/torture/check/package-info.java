/**
 * The checkers of a torture run: plain functions from the recorded history and what the databases hold to what is wrong.
 *
 * <p>May import {@code torture.history}, {@code demo.bank}'s outcomes and {@code io.nemcon.core.id}. Start reading at
 * {@link io.nemcon.samples.torture.check.Checker}.
 */
@NullMarked
package io.nemcon.samples.torture.check;

import org.jspecify.annotations.NullMarked;
