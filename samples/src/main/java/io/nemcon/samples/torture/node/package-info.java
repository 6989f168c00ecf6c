/**
 * The main class of a TM node in a torture run: the node as it is, on a machine that can be told to misbehave.
 *
 * <p>May import {@code io.nemcon.server} and {@code torture.clock}. Start reading at
 * {@link io.nemcon.samples.torture.node.TortureNode}.
 */
@NullMarked
package io.nemcon.samples.torture.node;

import org.jspecify.annotations.NullMarked;
