/**
 * {@code nemcon demo}: TM nodes, databases and apps in processes of their own, two of them killed, and the count of the money.
 *
 * <p>May import the packages below it, picocli and Jackson. Start reading at {@link io.nemcon.samples.demo.Demo}.
 */
@NullMarked
package io.nemcon.samples.demo;

import org.jspecify.annotations.NullMarked;
