/**
 * A transaction on its way from process to process: what travels, and how a thread takes part in it at the other end.
 *
 * <p>May import: {@code core}. Start reading at {@link io.nemcon.client.context.Propagation}.
 */
@NullMarked
package io.nemcon.client.context;

import org.jspecify.annotations.NullMarked;
