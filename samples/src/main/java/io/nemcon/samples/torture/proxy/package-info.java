/**
 * Proxies on the loopback address that put bad weather between two processes: frames of Nemcon's protocol are dropped, doubled and
 * delayed whole; a database's stream is delayed, left half-open, or cut.
 *
 * <p>May import {@code io.nemcon.wire}'s messages. Start reading at {@link io.nemcon.samples.torture.proxy.Proxy}.
 */
@NullMarked
package io.nemcon.samples.torture.proxy;

import org.jspecify.annotations.NullMarked;
