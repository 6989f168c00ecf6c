package io.nemcon.xa.testkit;

import org.jspecify.annotations.Nullable;

/**
 * What a driver throws instead of the answer, once: at the next command with some text, which the real database has carried
 * out or has not. The connection lives on. Thread-safe.
 */
public final class Lie {

    private @Nullable String text;
    private boolean done;
    private @Nullable Exception thrown;
    private boolean told;

    /** What a driver does. */
    interface Deed {
        @Nullable
        Object run() throws Throwable;
    }

    /** @param carriedOut whether the real database does it before this is thrown */
    public synchronized void tellAt(String command, boolean carriedOut, Exception thrownThen) {
        text = command;
        done = carriedOut;
        thrown = thrownThen;
        told = false;
    }

    /** Whether it was told; a test in which it was not has shown nothing. */
    public synchronized boolean wasTold() {
        return told;
    }

    /** Carries the command out, unless it is the one to lie about. */
    @Nullable
    Object about(String command, Deed deed) throws Throwable {
        Exception lie = takeFor(command);
        if (lie == null) {
            return deed.run();
        }
        if (done) {
            deed.run();
        }
        throw lie;
    }

    private synchronized @Nullable Exception takeFor(String command) {
        if (text == null || !command.contains(text)) {
            return null;
        }
        text = null;
        told = true;
        return thrown;
    }
}
