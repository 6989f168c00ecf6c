/**
 * Invariants that stay on in production: a node that finds its state corrupt stops rather than continue.
 *
 * <p>Imports nothing of the project. Start reading at {@link io.nemcon.core.check.Invariant}.
 */
@NullMarked
package io.nemcon.core.check;

import org.jspecify.annotations.NullMarked;
