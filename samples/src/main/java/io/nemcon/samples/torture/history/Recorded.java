package io.nemcon.samples.torture.history;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.bank.Told;

/**
 * One transaction of the history: what it did, and what its app was told. Immutable.
 *
 * @param life of which app it was: the app's name, a dot, and the life's number
 * @param told UNKNOWN also if the app died before it could write down what it was told
 * @param endBeganMs when its end was asked for, on the clock that all processes share
 * @param toldMs when that call ended; 0 if the app died before
 * @param words with which it was told anything but success; empty otherwise
 */
public record Recorded(Invocation invocation, String life, Told told, long endBeganMs, long toldMs, String words) {

    public Gtrid gtrid() {
        return invocation.gtrid();
    }
}
