package io.nemcon.xa.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The server lets go of a branch a moment after its connection is gone, and an XA COMMIT in between is answered and lost. That
 * moment comes once in hundreds of kills, so the wait is held here, by a clock that the test turns.
 */
class DeparturesTest {

    private static final Owner OWNER = new Owner(7, 1_700_000_000L);

    private final AtomicLong clock = new AtomicLong(-5);
    private final Departures departures = new Departures(clock::get);

    private void after(long millis) {
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void aConnectionIsGoneForLongEnoughOnlySomeTimeAfterItWasFirstSeenToBe() {
        assertThat(departures.seenGone(OWNER)).isFalse();
        after(99);
        assertThat(departures.seenGone(OWNER)).isFalse();
        after(1);
        assertThat(departures.seenGone(OWNER)).isTrue();
        after(60_000);
        assertThat(departures.seenGone(OWNER)).isTrue();
    }

    @Test
    void aConnectionThatIsSeenAliveAgainHasToBeGoneAnew() {
        departures.seenGone(OWNER);
        after(99);
        departures.seenAlive(OWNER);
        after(1);

        assertThat(departures.seenGone(OWNER)).isFalse();
        after(100);
        assertThat(departures.seenGone(OWNER)).isTrue();
    }

    @Test
    void eachConnectionHasItsOwnTimeAlsoOneWithTheSameNumberBeforeARestart() {
        departures.seenGone(OWNER);
        after(100);

        assertThat(departures.seenGone(new Owner(7, 1_700_000_001L))).isFalse();
        assertThat(departures.seenGone(new Owner(8, 1_700_000_000L))).isFalse();
        assertThat(departures.seenGone(OWNER)).isTrue();
    }

    @Test
    void theOldestOfTooManyIsForgottenAndWaitedForOnceMore() {
        departures.seenGone(OWNER);
        for (int i = 0; i < 10_000; i++) {
            departures.seenGone(new Owner(100 + i, 1));
        }
        after(100);

        assertThat(departures.seenGone(OWNER)).isFalse();
        assertThat(departures.seenGone(new Owner(10_099, 1))).isTrue();
    }
}
