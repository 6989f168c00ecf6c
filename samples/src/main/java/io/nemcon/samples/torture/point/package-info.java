/**
 * The processes of the crash matrix: a TM node and an app whose machine has its crash points armed, over the standard input of
 * their parent. Nothing else in this project can arm a point.
 *
 * <p>May import Nemcon as any application does, and its server. Start reading at
 * {@link io.nemcon.samples.torture.point.ArmedHost}.
 */
@NullMarked
package io.nemcon.samples.torture.point;

import org.jspecify.annotations.NullMarked;
