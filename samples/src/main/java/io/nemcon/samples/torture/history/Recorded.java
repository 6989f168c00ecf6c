package io.nemcon.samples.torture.history;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.bank.Told;

/**
 * One transaction of the history: what it did, and what its app was told. Immutable.
 *
 * @param told UNKNOWN also if the app died before it could write down what it was told
 * @param endBeganMs when its end was asked for, on the clock that all processes share; 0 if the app died then
 * @param toldMs when that call ended; 0 if the app died before
 */
public record Recorded(Invocation invocation, Told told, long endBeganMs, long toldMs) {

    public Gtrid gtrid() {
        return invocation.gtrid();
    }
}
