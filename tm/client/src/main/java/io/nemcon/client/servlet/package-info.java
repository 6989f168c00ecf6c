/**
 * Transactions over Jakarta Servlet: a filter that makes a request part of its caller's transaction. The servlet API comes with
 * the container; whoever uses nothing of this package needs none.
 *
 * <p>May import: {@code context}. Start reading at {@link io.nemcon.client.servlet.TransactionFilter}.
 */
@NullMarked
package io.nemcon.client.servlet;

import org.jspecify.annotations.NullMarked;
