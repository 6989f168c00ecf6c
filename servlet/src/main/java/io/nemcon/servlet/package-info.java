/**
 * Transactions over Jakarta Servlet: a filter that makes a request part of its caller's transaction. The servlet API is the
 * container's.
 *
 * <p>May import: {@code client.context}. Start reading at {@link io.nemcon.servlet.TransactionFilter}.
 */
@NullMarked
package io.nemcon.servlet;

import org.jspecify.annotations.NullMarked;
