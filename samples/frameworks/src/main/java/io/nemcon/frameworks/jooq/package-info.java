/**
 * jOOQ under Nemcon's transactions, its own transaction API included.
 *
 * <p>May import: the client, the data source and the framework. Start reading at {@link io.nemcon.frameworks.jooq.JtaTransactionProvider}.
 */
@NullMarked
package io.nemcon.frameworks.jooq;

import org.jspecify.annotations.NullMarked;
