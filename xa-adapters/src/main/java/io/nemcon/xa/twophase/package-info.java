/**
 * A branch that is a plain connection's work, ended by the database's own two-phase commands: the phases and what is done
 * about an answer that did not come, the same for every such database.
 *
 * <p>May import: {@code spi}, {@code handle}, {@code client.branch}. Start reading at
 * {@link io.nemcon.xa.twophase.TwoPhaseBranch}.
 */
@NullMarked
package io.nemcon.xa.twophase;

import org.jspecify.annotations.NullMarked;
