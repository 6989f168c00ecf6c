package io.nemcon.samples.torture.world;

import java.io.IOException;

/** A fault that is about to strike, its victims found. One thread. */
interface Blow {

    /** Who is struck, for people. */
    String victim();

    void begin() throws IOException;

    /** Undoes it. */
    void end() throws IOException;
}
