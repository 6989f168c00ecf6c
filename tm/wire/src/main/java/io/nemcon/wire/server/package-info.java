/**
 * The listening end.
 *
 * <p>May import: {@code wire}, {@code wire.frame}, {@code wire.handshake}. Start reading at
 * {@link io.nemcon.wire.server.WireServer}.
 */
@NullMarked
package io.nemcon.wire.server;

import org.jspecify.annotations.NullMarked;
