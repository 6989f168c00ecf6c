package io.nemcon.samples.torture.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.CrashPointException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArmedHostTest {

    private final ArmedHost host = new ArmedHost();

    @Test
    void aPointThatIsNotArmedIsPassed() {
        host.arm(CrashPoint.CLIENT_PREPARED, Action.ERROR);

        assertThatCode(() -> host.at(CrashPoint.CLIENT_BEFORE_PREPARE)).doesNotThrowAnyException();
    }

    @Test
    void anArmedPointFailsOnceAndAsItsPlaceWantsIt() {
        host.arm(CrashPoint.NODE_BEFORE_SNAPSHOT_SAVED, Action.ERROR);

        assertThatThrownBy(() -> host.at(CrashPoint.NODE_BEFORE_SNAPSHOT_SAVED, IOException::new))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("NODE_BEFORE_SNAPSHOT_SAVED");
        assertThatCode(() -> host.at(CrashPoint.NODE_BEFORE_SNAPSHOT_SAVED, IOException::new))
                .doesNotThrowAnyException();
    }

    @Test
    void aPlaceThatDealsWithAnythingGetsAnExceptionOfItsOwnKind() {
        host.arm(CrashPoint.CLIENT_PREPARED, Action.ERROR);

        assertThatThrownBy(() -> host.at(CrashPoint.CLIENT_PREPARED)).isInstanceOf(CrashPointException.class);
    }

    @Test
    void nothingIsMadeToFailWhereNothingCan() {
        assertThatThrownBy(() -> host.arm(CrashPoint.NODE_APPLIED, Action.ERROR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NODE_APPLIED");
    }

    @Test
    void aDisarmedPointIsPassed() {
        host.arm(CrashPoint.CLIENT_PREPARED, Action.ERROR);
        host.disarm();

        assertThatCode(() -> host.at(CrashPoint.CLIENT_PREPARED)).doesNotThrowAnyException();
    }

    @Test
    void whoStandsStillAtAPointGoesOnWhenItIsResumed() throws InterruptedException {
        host.arm(CrashPoint.CLIENT_PREPARED, Action.PAUSE);
        CountDownLatch passed = new CountDownLatch(1);
        Thread worker = new Thread(() -> {
            host.at(CrashPoint.CLIENT_PREPARED);
            passed.countDown();
        });
        worker.start();

        while (worker.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(passed.getCount()).isOne();
        host.resume();

        assertThat(passed.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
