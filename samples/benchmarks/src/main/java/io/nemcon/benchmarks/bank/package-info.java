/**
 * The two databases of the benchmarks, and a network that is slower than the loopback address.
 *
 * <p>May import the demo's databases and the systems' {@code Bank}. Start reading at {@link io.nemcon.benchmarks.bank.BankServers}.
 */
@NullMarked
package io.nemcon.benchmarks.bank;

import org.jspecify.annotations.NullMarked;
