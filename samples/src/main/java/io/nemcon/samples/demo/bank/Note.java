package io.nemcon.samples.demo.bank;

import io.nemcon.core.id.Gtrid;

/**
 * One line of an app's notes: what it was told of one transfer, and when. Immutable.
 *
 * <p>The two instants are {@link System#currentTimeMillis}, the one clock that processes of one machine share; durations are
 * taken from the monotonic clock instead.
 *
 * @param endBeganMs when the commit or rollback was called
 * @param toldMs when that call ended
 * @param tookMicros from the transfer's begin until it was told
 */
public record Note(Gtrid gtrid, Told told, long endBeganMs, long toldMs, long tookMicros) {}
