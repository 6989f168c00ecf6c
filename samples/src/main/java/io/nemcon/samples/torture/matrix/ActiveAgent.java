package io.nemcon.samples.torture.matrix;

import io.nemcon.samples.demo.process.ChildProcess;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Whose agent is the active one: of two processes that offer themselves, the one that did so first and whose session has not
 * ended since. One thread.
 */
final class ActiveAgent {

    private final Seat agent;
    private final Seat mate;
    private @Nullable Seat active;

    /** @param agent is the active one now */
    ActiveAgent(Seat agent, Seat mate) {
        this.agent = agent;
        this.mate = mate;
        this.active = agent;
    }

    Seat otherThan(Seat one) {
        return one == agent ? mate : agent;
    }

    /** Its session is over, or soon will be. */
    void gone(Seat one) {
        if (active == one) {
            active = otherThan(one);
        }
    }

    /** Nobody can say. */
    void unknown() {
        active = null;
    }

    /** If it is not, the other one is ended and started again, so that it comes behind. */
    void becomes(Seat wanted) throws IOException, InterruptedException {
        if (active == wanted) {
            return;
        }
        Seat other = otherThan(wanted);
        ChildProcess before = other.child().process();
        other.kill();
        if (!before.isAlive()) {
            other.start();
        }
        other.awaitReady();
        active = wanted;
    }
}
