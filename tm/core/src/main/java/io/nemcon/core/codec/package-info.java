/**
 * Bytes in and out of memory, bounded and versioned by their users. No streams, no files.
 *
 * <p>May import: {@code check}. Start reading at {@link io.nemcon.core.codec.ByteReader}.
 */
@NullMarked
package io.nemcon.core.codec;

import org.jspecify.annotations.NullMarked;
