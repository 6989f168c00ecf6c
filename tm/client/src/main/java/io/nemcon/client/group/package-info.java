/**
 * The two forms of the group that a client talks to: a ledger in its own process, and TM nodes behind connections.
 *
 * <p>May import: {@code core}, {@code node}, {@code wire}. Start reading at {@link io.nemcon.client.group.RemoteGroup} and
 * {@link io.nemcon.client.group.EmbeddedGroup}.
 */
@NullMarked
package io.nemcon.client.group;

import org.jspecify.annotations.NullMarked;
