/**
 * The calling end.
 *
 * <p>May import: {@code wire}, {@code wire.frame}, {@code wire.handshake}. Start reading at
 * {@link io.nemcon.wire.client.WireClient}.
 */
@NullMarked
package io.nemcon.wire.client;

import org.jspecify.annotations.NullMarked;
