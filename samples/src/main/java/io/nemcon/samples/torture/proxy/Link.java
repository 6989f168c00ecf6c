package io.nemcon.samples.torture.proxy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All connections from one caller to one process, and the weather on them. Thread-safe. */
public final class Link {

    private final Set<Relay> open = ConcurrentHashMap.newKeySet();
    private final Object changes = new Object();
    private volatile Weather weather = Weather.CLEAR;

    Link() {}

    Weather weather() {
        return weather;
    }

    /** From now on. A connection that has lost something by the weather before is reset, for its stream has a hole. */
    public void become(Weather next) {
        synchronized (changes) {
            weather = next;
            changes.notifyAll();
        }
        for (Relay relay : open) {
            if (next == Weather.CUT || relay.hasHole()) {
                relay.close();
            }
        }
    }

    void add(Relay relay) {
        open.add(relay);
    }

    void remove(Relay relay) {
        open.remove(relay);
    }

    /** Waits while nothing may be heard that way. */
    void awaitPassable(boolean toCaller) {
        boolean interrupted = false;
        synchronized (changes) {
            while (weather.swallows(toCaller)) {
                try {
                    changes.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void closeAll() {
        become(Weather.CUT);
    }
}
