/**
 * The agent's side of the protocol for one resource, as a pure state machine: what is prepared there, what the group says,
 * what is to be done (design section 6).
 *
 * <p>May import: {@code id}, {@code protocol}, {@code check}. Start reading at
 * {@link io.nemcon.core.recovery.RecoveryProtocol}.
 */
@NullMarked
package io.nemcon.core.recovery;

import org.jspecify.annotations.NullMarked;
