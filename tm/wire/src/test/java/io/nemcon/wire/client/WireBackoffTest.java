package io.nemcon.wire.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WireBackoffTest {

    private static final long MS = 1_000_000;

    private final Backoff backoff = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));

    @Test
    void pausesDoubleUpToTheLongest() {
        long[] full = {20, 40, 80, 160, 320, 500, 500};
        for (long ms : full) {
            assertThat(backoff.nextNanos()).isBetween(ms * MS / 2, ms * MS);
        }
    }

    @Test
    void itStartsAnewAfterAReset() {
        for (int i = 0; i < 10; i++) {
            backoff.nextNanos();
        }

        backoff.reset();

        assertThat(backoff.nextNanos()).isBetween(10 * MS, 20 * MS);
    }

    @Test
    void afterARefusalThePauseIsTheLongest() {
        assertThat(backoff.longestNanos()).isBetween(250 * MS, 500 * MS);
        assertThat(backoff.nextNanos()).isBetween(250 * MS, 500 * MS);
    }

    @Test
    void jitterKeepsManyClientsApart() {
        Set<Long> pauses = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            pauses.add(backoff.longestNanos());
        }

        assertThat(pauses.size()).isGreaterThan(40);
    }
}
