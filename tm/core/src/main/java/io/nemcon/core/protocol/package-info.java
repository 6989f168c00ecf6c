/**
 * The words of the protocol: commands that go into the log, results and queries that come back, and their bytes.
 *
 * <p>May import: {@code id}, {@code codec}, {@code check}. Start reading at {@link io.nemcon.core.protocol.Command}.
 */
@NullMarked
package io.nemcon.core.protocol;

import org.jspecify.annotations.NullMarked;
