/**
 * The demo's bank: two databases with accounts, what the apps note of each transfer, and the check of one against the other.
 *
 * <p>May import {@code io.nemcon.core.id} and plain JDBC, nothing else of Nemcon: what checks the result does not trust what
 * made it. Start reading at {@link io.nemcon.samples.demo.bank.Verifier}.
 */
@NullMarked
package io.nemcon.samples.demo.bank;

import org.jspecify.annotations.NullMarked;
