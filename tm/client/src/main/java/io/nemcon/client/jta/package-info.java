/**
 * {@code jakarta.transaction} over sessions and branches: one thread's transaction, its synchronizations, its timeout, and
 * the steps of its commit carried out.
 *
 * <p>May import: {@code core}, {@code node.host}, {@code client.branch}, {@code client.session}. Start reading at
 * {@link io.nemcon.client.jta.NemconTransaction}.
 */
@NullMarked
package io.nemcon.client.jta;

import org.jspecify.annotations.NullMarked;
