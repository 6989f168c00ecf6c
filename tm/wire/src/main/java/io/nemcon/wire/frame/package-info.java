/**
 * Frames on a Netty channel, for both ends: header and checksums, signs of life, bounded buffers, and words before a close.
 *
 * <p>May import: {@code wire}, {@code wire.proto}. Start reading at {@link io.nemcon.wire.frame.Link}.
 */
@NullMarked
package io.nemcon.wire.frame;

import org.jspecify.annotations.NullMarked;
