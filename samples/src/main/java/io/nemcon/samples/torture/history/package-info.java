/**
 * What the apps of a torture run wrote down: each transaction before its end was asked for, and what was told of it after.
 *
 * <p>May import {@code io.nemcon.core.id} and {@code demo.bank}'s outcomes, nothing else of Nemcon: what the checkers judge by
 * does not trust what they judge. Start reading at {@link io.nemcon.samples.torture.history.HistoryFile}.
 */
@NullMarked
package io.nemcon.samples.torture.history;

import org.jspecify.annotations.NullMarked;
