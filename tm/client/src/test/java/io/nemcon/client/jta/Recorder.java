package io.nemcon.client.jta;

import jakarta.transaction.Synchronization;
import java.util.List;

/** Writes down when it was told, and does what a test wants there. */
final class Recorder implements Synchronization {

    private final String name;
    private final List<String> heard;
    private Runnable before = () -> {};
    private Runnable after = () -> {};

    Recorder(String name, List<String> heard) {
        this.name = name;
        this.heard = heard;
    }

    Recorder before(Runnable action) {
        before = action;
        return this;
    }

    Recorder after(Runnable action) {
        after = action;
        return this;
    }

    @Override
    public void beforeCompletion() {
        heard.add(name + " before");
        before.run();
    }

    @Override
    public void afterCompletion(int status) {
        heard.add(name + " after " + status);
        after.run();
    }
}
