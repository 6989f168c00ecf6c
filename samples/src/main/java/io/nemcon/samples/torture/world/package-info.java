/**
 * The processes of a torture run and the proxies between them: started, struck by faults, healed, and never left behind.
 *
 * <p>May import {@code torture}'s other packages below the command, and the demo's processes and databases. Start reading at
 * {@link io.nemcon.samples.torture.world.World}.
 */
@NullMarked
package io.nemcon.samples.torture.world;

import org.jspecify.annotations.NullMarked;
