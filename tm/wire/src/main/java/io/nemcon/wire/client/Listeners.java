package io.nemcon.wire.client;

import io.nemcon.wire.PushListener;
import io.nemcon.wire.StateListener;
import io.nemcon.wire.WireEndpoint;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who listens to one line. A listener that throws costs nobody but itself. Thread-safe. */
final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final WireEndpoint endpoint;
    private final List<PushListener> pushes = new CopyOnWriteArrayList<>();
    private final List<StateListener> states = new CopyOnWriteArrayList<>();

    Listeners(WireEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    void add(PushListener listener) {
        pushes.add(listener);
    }

    void add(StateListener listener) {
        states.add(listener);
    }

    void remove(StateListener listener) {
        states.remove(listener);
    }

    void pushed(int service, int method, byte[] payload) {
        for (PushListener listener : pushes) {
            try {
                listener.onPush(service, method, payload);
            } catch (RuntimeException e) {
                LOG.error("a listener failed at push {} of service {} from {}", method, service, endpoint, e);
            }
        }
    }

    void state(boolean up, String why) {
        for (StateListener listener : states) {
            tell(listener, up, why);
        }
    }

    void tell(StateListener listener, boolean up, String why) {
        try {
            listener.onState(up, why);
        } catch (RuntimeException e) {
            LOG.error("a listener failed when {} went {}", endpoint, up ? "up" : "down", e);
        }
    }
}
