package io.nemcon.wire.server;

import com.google.protobuf.UnsafeByteOperations;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WirePeer;
import io.nemcon.wire.WireStatus;
import io.nemcon.wire.frame.Claim;
import io.nemcon.wire.frame.Link;
import io.nemcon.wire.proto.Envelope;
import io.nemcon.wire.proto.Push;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The services' view of one connection. Thread-safe. */
final class Peer implements WirePeer {

    private final Link link;
    private final String name;
    private final Consumer<String> closer;
    private final Map<Class<?>, Object> attachments = new ConcurrentHashMap<>();
    private volatile boolean open = true;

    /** @param closer ends the connection for the given reason, called on any thread */
    Peer(Link link, String name, Consumer<String> closer) {
        this.link = link;
        this.name = name;
        this.closer = closer;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String remote() {
        return link.remote();
    }

    @Override
    public boolean push(int service, int method, byte[] payload) {
        Envelope envelope = Envelope.newBuilder()
                .setPush(Push.newBuilder()
                        .setService(service)
                        .setMethod(method)
                        .setPayload(UnsafeByteOperations.unsafeWrap(payload)))
                .build();
        String tooLarge = link.tooLarge(envelope);
        if (tooLarge != null) {
            throw new WireException(WireStatus.REFUSED, "push of service " + service + " to " + name + ": " + tooLarge);
        }
        if (!isOpen() || link.congested() != null) {
            return false;
        }
        link.send(envelope, this::isOpen);
        return true;
    }

    @Override
    public <T> @Nullable T attachment(Class<T> type) {
        return type.cast(attachments.get(type));
    }

    @Override
    public <T> void attach(Class<T> type, @Nullable T value) {
        if (value == null) {
            attachments.remove(type);
        } else {
            attachments.put(type, value);
        }
    }

    @Override
    public void close(String why) {
        closer.accept(why);
    }

    @Override
    public boolean isOpen() {
        return open && link.isActive();
    }

    void answer(Envelope reply, Runnable whenGone) {
        if (isOpen()) {
            link.send(reply, Claim.ALWAYS).addListener(written -> whenGone.run());
        } else {
            whenGone.run();
        }
    }

    @Nullable
    String tooLarge(Envelope envelope) {
        return link.tooLarge(envelope);
    }

    void closed() {
        open = false;
    }

    @Override
    public String toString() {
        return name + " (" + remote() + ")";
    }
}
