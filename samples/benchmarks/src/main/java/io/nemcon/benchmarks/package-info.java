/**
 * {@code nemcon bench}: the same work under Nemcon and its peers, in turns, each time in a JVM of its own.
 *
 * <p>May import the packages below it, the demo's databases and processes, picocli and Jackson. Start reading at
 * {@link io.nemcon.benchmarks.Comparison}.
 */
@NullMarked
package io.nemcon.benchmarks;

import org.jspecify.annotations.NullMarked;
