/**
 * Known bugs, to find out whether the torture finds them: an agent of the JVM weaves one into the product's classes as a process of the
 * run loads them. The product has no switch for any.
 *
 * <p>May import the product and Byte Buddy. Start reading at {@link io.nemcon.samples.torture.planted.Plant}.
 */
@NullMarked
package io.nemcon.samples.torture.planted;

import org.jspecify.annotations.NullMarked;
