/**
 * One TM node: the replicated log, the ledger on top, the services on its one port.
 *
 * <p>May import: {@code core}, {@code node}, {@code wire}, {@code server.raft}, {@code server.config},
 * {@code server.ledger}. Start reading at {@link io.nemcon.server.TmServer}.
 */
@NullMarked
package io.nemcon.server;

import org.jspecify.annotations.NullMarked;
