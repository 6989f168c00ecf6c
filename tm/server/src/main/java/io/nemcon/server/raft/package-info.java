/**
 * The log of a group: SOFAJRaft with its entries in RocksDB, behind the log port.
 *
 * <p>May import: {@code node.log}, {@code wire}, {@code server.raft.rpc}, JRaft. Needs no JVM flag. JRaft's own threads hand
 * everything to one apply thread, on which alone the listener is called. Start reading at
 * {@link io.nemcon.server.raft.RaftLog}.
 */
@NullMarked
package io.nemcon.server.raft;

import org.jspecify.annotations.NullMarked;
