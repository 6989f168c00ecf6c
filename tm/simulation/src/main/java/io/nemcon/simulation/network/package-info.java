/**
 * The network between simulated processes: connections as the wire module promises them to clients and to services, over
 * paths that delay, lose, repeat, reorder and block what they carry.
 *
 * <p>May import: {@code simulation.machine}, {@code wire}, {@code node}, {@code core}. Start reading at
 * {@link io.nemcon.simulation.network.SimNetwork}.
 */
@NullMarked
package io.nemcon.simulation.network;

import org.jspecify.annotations.NullMarked;
