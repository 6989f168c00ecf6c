package io.nemcon.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.node.host.Host;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What time entries are of when clocks are set (scenario 85). */
class EntryTimeTest {

    private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);

    private long wallMs = 1_700_000_000_000L;
    private long nanos = -5;

    private final EntryTime time = new EntryTime((Host) Proxy.newProxyInstance(
            Host.class.getClassLoader(),
            new Class<?>[] {Host.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "nanoTime" -> nanos;
                case "currentTimeMillis" -> wallMs;
                default -> throw new UnsupportedOperationException(method.getName());
            }));

    private void pass(long millis) {
        wallMs += millis;
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void itIsThatOfTheWallClock() {
        pass(1_234);

        assertThat(time.millis()).isEqualTo(1_700_000_001_234L);
    }

    @Test
    void aWallClockThatIsSetBackDoesNotStopIt() {
        long before = time.millis();
        wallMs -= HOUR_MS;
        pass(2_500);

        assertThat(time.millis()).isEqualTo(before + 2_500);
    }

    @Test
    void stepsBelowAMillisecondAddUpAlsoThen() {
        long before = time.millis();
        wallMs -= HOUR_MS;
        for (int i = 0; i < 1_000; i++) {
            nanos += 400_000;
            time.millis();
        }

        assertThat(time.millis()).isEqualTo(before + 400);
    }

    /** Followed at once it would let outcomes be forgotten before their time. */
    @Test
    void aWallClockThatIsAheadForAMomentHardlyMovesIt() {
        long before = time.millis();
        wallMs += 8 * 24 * HOUR_MS;
        for (int i = 0; i < 1_000; i++) {
            pass(1);
            time.millis();
        }
        wallMs -= 8 * 24 * HOUR_MS;
        pass(1);

        assertThat(time.millis()).isBetween(before + 1_001, before + 1_101);
    }

    @Test
    void aWallClockThatIsSetForwardIsCaughtUpWithInTime() {
        wallMs += 60_000;
        for (int i = 0; i < 700; i++) {
            pass(1_000);
            time.millis();
        }

        assertThat(time.millis()).isEqualTo(wallMs);
    }

    @Test
    void aNewLeaderWhoseClockIsBehindGoesOnFromTheLedgersTime() {
        time.atLeast(wallMs + HOUR_MS);
        pass(100);

        assertThat(time.millis()).isEqualTo(1_700_000_000_100L + HOUR_MS);
    }
}
