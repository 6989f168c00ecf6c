/**
 * What both ends need to agree and to prove themselves: versions, the shared secret's proofs, TLS contexts. No I/O but the
 * reading of PEM files.
 *
 * <p>May import: {@code wire}. Start reading at {@link io.nemcon.wire.handshake.Proofs}.
 */
@NullMarked
package io.nemcon.wire.handshake;

import org.jspecify.annotations.NullMarked;
