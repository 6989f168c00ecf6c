/** Proofs on real processes of what becomes of branches in doubt. */
@NullMarked
package io.nemcon.samples.indoubt;

import org.jspecify.annotations.NullMarked;
