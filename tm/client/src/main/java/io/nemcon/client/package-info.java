/**
 * All that an application links: open a client, get plain {@code jakarta.transaction} from it.
 *
 * <p>Start reading at {@link io.nemcon.client.Nemcon}.
 */
@NullMarked
package io.nemcon.client;

import org.jspecify.annotations.NullMarked;
