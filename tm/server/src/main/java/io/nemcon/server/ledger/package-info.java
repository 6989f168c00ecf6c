/**
 * The ledger's service on the wire: what clients and agents ask, handed to the node.
 *
 * <p>May import: {@code core}, {@code node}, {@code wire}. Start reading at {@link io.nemcon.server.ledger.LedgerService}.
 */
@NullMarked
package io.nemcon.server.ledger;

import org.jspecify.annotations.NullMarked;
