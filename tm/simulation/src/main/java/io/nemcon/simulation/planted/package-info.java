/**
 * Known bugs, to find out whether the simulation finds them: each is a switch that is woven into the product's classes as
 * they are loaded here, and nowhere else.
 *
 * <p>May import: every other package of the simulation but {@code cli}, and the product. Start reading at
 * {@link io.nemcon.simulation.planted.Plant}.
 */
@NullMarked
package io.nemcon.simulation.planted;

import org.jspecify.annotations.NullMarked;
