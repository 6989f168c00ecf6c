/**
 * Transactions over {@code java.net.http}: the header goes out with each request that is sent in a transaction.
 *
 * <p>May import: {@code context}. Start reading at {@link io.nemcon.client.http.PropagatingHttpClient}.
 */
@NullMarked
package io.nemcon.client.http;

import org.jspecify.annotations.NullMarked;
