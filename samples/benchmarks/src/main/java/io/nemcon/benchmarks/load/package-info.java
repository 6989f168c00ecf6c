/**
 * One measure: a JVM of its own in which so many threads run one system's loop for a while, and what came out.
 *
 * <p>May import the systems. Start reading at {@link io.nemcon.benchmarks.load.LoadProcess}.
 */
@NullMarked
package io.nemcon.benchmarks.load;

import org.jspecify.annotations.NullMarked;
