/**
 * A branch over the XAResource of whatever driver or broker, with what can be known of it and no more.
 *
 * <p>May import: {@code core}, {@code client.branch}. Start reading at {@link io.nemcon.xa.xaresource.XaResourceBranch}.
 */
@NullMarked
package io.nemcon.xa.xaresource;

import org.jspecify.annotations.NullMarked;
