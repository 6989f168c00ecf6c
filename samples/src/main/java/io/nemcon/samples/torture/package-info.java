/**
 * {@code nemcon torture}: real processes under SIGKILL, SIGSTOP, database restarts and bad weather on every link, while
 * transactions go on; then everything is healed, and checkers of our own judge the recorded history.
 *
 * <p>May import the packages below it, the demo's public ones, picocli and Jackson. Start reading at
 * {@link io.nemcon.samples.torture.Torture}.
 */
@NullMarked
package io.nemcon.samples.torture;

import org.jspecify.annotations.NullMarked;
