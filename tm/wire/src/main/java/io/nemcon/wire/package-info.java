/**
 * The one transport of Nemcon, between clients and nodes and between nodes: what its users see, whichever end they are.
 *
 * <p>Many requests in flight on a connection, answers in any order, pushes from the server, a handshake that proves both
 * sides, and never a doubt about what a failed call means ({@link io.nemcon.wire.WireStatus}). What a payload means is its
 * service's business. Imports nothing of the project. Start reading at {@link io.nemcon.wire.WireConnection} and
 * {@link io.nemcon.wire.WireService}; the ends are made in {@code wire.client} and {@code wire.server}.
 */
@NullMarked
package io.nemcon.wire;

import org.jspecify.annotations.NullMarked;
