/**
 * Leases of sessions as the leader keeps them: in memory, on a monotonic clock that is handed in, never in the ledger.
 *
 * <p>May import: {@code id}, {@code check}. Start reading at {@link io.nemcon.core.lease.LeaseKeeper}.
 */
@NullMarked
package io.nemcon.core.lease;

import org.jspecify.annotations.NullMarked;
