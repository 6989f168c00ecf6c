/**
 * The replicated state machine (design section 4): sessions, decided transactions, outcomes, agents, incidents. The same
 * entries in the same order give the same state, results and effects on every node and every replay.
 *
 * <p>May import: {@code id}, {@code protocol}, {@code codec}, {@code check}. Start reading at
 * {@link io.nemcon.core.ledger.Ledger}.
 */
@NullMarked
package io.nemcon.core.ledger;

import org.jspecify.annotations.NullMarked;
