/**
 * A wall clock that jumps when it is told to, for processes of a torture run.
 *
 * <p>May import {@code io.nemcon.node.host}. Start reading at {@link io.nemcon.samples.torture.clock.JumpingHost}.
 */
@NullMarked
package io.nemcon.samples.torture.clock;

import org.jspecify.annotations.NullMarked;
