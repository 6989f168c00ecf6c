/**
 * Every state that the production machines of {@code io.nemcon.core} can reach together in a small scope: ledger, commit
 * protocol of each transaction, recovery protocol of each agent. The classes are the product's own; network, databases and
 * crashes are a few bits.
 *
 * <p>May import: {@code core}, {@code check} for the rules' names. Start reading at
 * {@link io.nemcon.simulation.exhaustive.Search}.
 */
@NullMarked
package io.nemcon.simulation.exhaustive;

import org.jspecify.annotations.NullMarked;
