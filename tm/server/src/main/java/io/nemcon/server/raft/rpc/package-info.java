/**
 * How Raft nodes talk to each other: JRaft's transport seam over Nemcon's own, so that a node has one port and one TLS.
 *
 * <p>JRaft finds {@link io.nemcon.server.raft.rpc.WireRpcFactory} through its service file; Bolt, its default, is not even on
 * the class path, and neither is the deserializer that comes with it. May import: {@code wire}, JRaft. Start
 * reading at {@link io.nemcon.server.raft.rpc.RaftTransport}.
 */
@NullMarked
package io.nemcon.server.raft.rpc;

import org.jspecify.annotations.NullMarked;
