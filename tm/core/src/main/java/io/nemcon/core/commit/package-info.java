/**
 * The owner's side of two-phase commit: votes, decision, phase two, as a pure state machine.
 *
 * <p>May import: {@code id}, {@code protocol}, {@code check}. Start reading at {@link io.nemcon.core.commit.CommitProtocol}.
 */
@NullMarked
package io.nemcon.core.commit;

import org.jspecify.annotations.NullMarked;
