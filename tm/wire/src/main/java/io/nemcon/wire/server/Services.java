package io.nemcon.wire.server;

import io.nemcon.wire.WireService;
import io.nemcon.wire.WireStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server's services by number. A service that throws costs its own call and nothing else. Immutable. */
final class Services {

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    private final Map<Integer, WireService> byNumber = new TreeMap<>();

    Services(List<WireService> services) {
        for (WireService service : services) {
            WireService other = byNumber.put(service.number(), service);
            if (other != null) {
                throw new IllegalArgumentException("two services have number " + service.number() + ": "
                        + other.getClass().getName() + ", " + service.getClass().getName());
            }
        }
    }

    @Nullable
    WireService find(int number) {
        return byNumber.get(number);
    }

    void opened(Peer peer) {
        each(peer, "the opening", service -> service.peerOpened(peer));
    }

    void closed(Peer peer) {
        each(peer, "the closing", service -> service.peerClosed(peer));
    }

    void handle(WireService service, ServerCall call) {
        try {
            service.handle(call);
        } catch (RuntimeException e) {
            LOG.error("service {} failed in method {} for {}", service.number(), call.method(), call.peer(), e);
            call.failUnlessAnswered(
                    WireStatus.UNKNOWN_OUTCOME,
                    "service " + service.number() + " failed in method " + call.method() + ": " + e);
        }
    }

    private void each(Peer peer, String what, Consumer<WireService> action) {
        for (WireService service : byNumber.values()) {
            try {
                action.accept(service);
            } catch (RuntimeException e) {
                LOG.error("service {} failed at {} of {}", service.number(), what, peer, e);
            }
        }
    }
}
