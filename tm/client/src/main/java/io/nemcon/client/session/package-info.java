/**
 * The process's session with its group: the lease, the numbers made under it, what is decided and reported through it.
 *
 * <p>May import: {@code core}, {@code node}, {@code client.group}. Start reading at {@link io.nemcon.client.session.Sessions}.
 */
@NullMarked
package io.nemcon.client.session;

import org.jspecify.annotations.NullMarked;
