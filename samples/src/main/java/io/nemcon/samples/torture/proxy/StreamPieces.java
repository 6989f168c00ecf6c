package io.nemcon.samples.torture.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Whatever arrives together, of a protocol that is not known here. */
final class StreamPieces implements Pieces {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    StreamPieces(InputStream in) {
        this.in = in;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        int count = in.read(buffer);
        return count < 0 ? null : Arrays.copyOf(buffer, count);
    }

    @Override
    public boolean mayBeLost() {
        return false;
    }

    @Override
    public boolean moreIsThere() throws IOException {
        return in.available() > 0;
    }
}
