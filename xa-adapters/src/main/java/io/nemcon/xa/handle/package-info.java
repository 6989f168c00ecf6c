/**
 * What the application holds inside a transaction: handles on a branch's one connection. They close without ending the
 * branch, refuse what would end it behind the transaction's back, and refuse all use once the branch takes no more work.
 *
 * <p>May import: {@code client.branch}. Start reading at {@link io.nemcon.xa.handle.WorkGate}.
 */
@NullMarked
package io.nemcon.xa.handle;

import org.jspecify.annotations.NullMarked;
