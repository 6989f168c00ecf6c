package io.nemcon.samples.torture.world;

import java.io.IOException;

/** The place of a process, or of a database's processes, in a run: whoever sits there may be ended, stopped, and come again. */
interface Seat extends AutoCloseable {

    String name();

    /** Its name, and which life of it this is if that is known. */
    default String life() {
        return name();
    }

    /** Ends it and returns when it is gone. */
    void kill() throws IOException;

    /** Has it end in order, without waiting for anybody. */
    void stop() throws IOException;

    /** It runs no instruction more, until {@link #resume}. */
    void pause() throws IOException;

    /** Nothing if it was not paused. */
    void resume() throws IOException;

    /** Nothing if it is there. */
    void startAgain() throws IOException;

    /** Whether it can work again, as far as that shows from outside. */
    default boolean isUp() {
        return true;
    }

    /** How it ended, if nobody had asked that of it; empty otherwise. */
    String obituary();

    @Override
    void close();
}
