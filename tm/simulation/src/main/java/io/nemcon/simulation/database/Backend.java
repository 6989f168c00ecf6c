package io.nemcon.simulation.database;

import io.nemcon.simulation.machine.Machine;
import org.jspecify.annotations.Nullable;

/** The server's end of one connection. */
final class Backend {

    final long id;
    final Machine client;
    boolean alive = true;

    /** The client's socket is gone, whether this end has heard of it or not. */
    boolean abandoned;

    @Nullable
    Work work;

    /** Tells whoever waits for the command under way. */
    @Nullable
    Runnable onEnd;

    Backend(long id, Machine client) {
        this.id = id;
        this.client = client;
    }

    void end() {
        alive = false;
        Runnable told = onEnd;
        if (told != null) {
            told.run();
        }
    }
}
