package io.nemcon.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final long TTL = 10_000;

    private final Lease lease = new Lease(TTL, 1_000);

    @Test
    void runsFromTheSendingNotFromTheAnswer() {
        lease.renewed(5_000);

        assertThat(lease.leftNanos(5_000)).isEqualTo(8_500);
    }

    @Test
    void endsBeforeTheGroupsEvenWithAClockThatIsATenthSlower() { // scenario 86
        long groupsEnd = 1_000 + TTL;
        long shownByASlowClock = 1_000 + (groupsEnd - 1_000) * 9 / 10;

        assertThat(lease.leftNanos(shownByASlowClock)).isNegative();
    }

    @Test
    void anOldAcknowledgementThatComesLateDoesNotShortenIt() {
        lease.renewed(9_000);
        lease.renewed(4_000);

        assertThat(lease.leftNanos(9_000)).isEqualTo(8_500);
    }

    @Test
    void countsOnWhenTheClockWrapsAround() {
        Lease wrapping = new Lease(TTL, Long.MAX_VALUE - 100);

        assertThat(wrapping.leftNanos(Long.MAX_VALUE - 100)).isEqualTo(8_500);
        wrapping.renewed(Long.MIN_VALUE + 900);
        assertThat(wrapping.leftNanos(Long.MIN_VALUE + 900)).isEqualTo(8_500);
    }
}
