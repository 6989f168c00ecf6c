package io.nemcon.samples.torture.proxy;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A stream cut into pieces that may be lost, or come twice, each as a whole. One thread. */
interface Pieces {

    /** Null at the end. */
    byte @Nullable [] next() throws IOException;

    /** Whether the piece that came last may be left out or doubled. */
    boolean mayBeLost();

    /** Whether a part of the next one has arrived already. */
    boolean moreIsThere() throws IOException;
}
