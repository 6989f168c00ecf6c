package io.nemcon.core.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.id.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Leases on a clock of the test's own (scenarios 15, 48, 57, 84, 85, 91; P9). */
class LeaseKeeperTest {

    private static final long TTL = 10_000;
    private static final long GRACE = 1_000;
    private static final SessionId APP = new SessionId(1);
    private static final SessionId OTHER = new SessionId(2);

    /** Close before the clock's numbers turn negative, so that every test crosses that place. */
    private static final long START = Math.subtractExact(Long.MAX_VALUE, 5_000);

    private final LeaseKeeper leases = new LeaseKeeper(GRACE);

    @Test
    void aLeaseLastsItsTtlAndEndsOnce() {
        leases.grant(APP, TTL, START);
        assertThat(leases.due(START + TTL - 1)).isEmpty();
        assertThat(leases.leftNs(APP, START + TTL - 1)).isEqualTo(1);
        assertThat(leases.due(START + TTL)).containsExactly(APP);
        assertThat(leases.due(START + TTL + 1)).isEmpty();
    }

    @Test
    void aHeartbeatGivesATtlFromItsReceipt() {
        leases.grant(APP, TTL, START);
        assertThat(leases.renew(APP, START + 9_000, true)).isTrue();
        assertThat(leases.due(START + 18_999)).isEmpty();
        assertThat(leases.due(START + 19_000)).containsExactly(APP);
    }

    /** Heartbeats are confirmed out of order: an older one takes nothing away. */
    @Test
    void anOlderHeartbeatShortensNothing() {
        leases.grant(APP, TTL, START);
        leases.renew(APP, START + 5_000, true);
        assertThat(leases.renew(APP, START + 2_000, true)).isTrue();
        assertThat(leases.leftNs(APP, START)).isEqualTo(15_000);
    }

    /** Whoever's end is proposed hears nothing good any more: the proposal may be on its way through the log. */
    @Test
    void noHeartbeatIsAcknowledgedOnceTheEndIsProposed() {
        leases.grant(APP, TTL, START);
        leases.due(START + TTL);
        assertThat(leases.renew(APP, START + TTL, true)).isFalse();
        assertThat(leases.renew(APP, START + 3, true)).isFalse();
        leases.ended(APP);
        assertThat(leases.renew(APP, START + TTL, true)).isFalse();
        assertThat(leases.size()).isZero();
        assertThat(leases.leftNs(APP, START)).isNull();
    }

    @Test
    void aProposalThatNeverReachedALogIsMadeAgain() {
        leases.grant(APP, TTL, START);
        assertThat(leases.due(START + TTL)).containsExactly(APP);
        leases.notProposed(APP);
        leases.notProposed(OTHER);
        assertThat(leases.due(START + TTL + 1)).containsExactly(APP);
    }

    /** It may be renewed instead, if its heartbeat came first. */
    @Test
    void aProposalThatNeverReachedALogLeavesTheSessionRenewable() {
        leases.grant(APP, TTL, START);
        leases.due(START + TTL);
        leases.notProposed(APP);
        assertThat(leases.renew(APP, START + TTL + 5, true)).isTrue();
        assertThat(leases.due(START + TTL + 10)).isEmpty();
    }

    @Test
    void aNewLeaderGrantsAFullTtlToEverySession() { // scenario 84
        leases.grant(APP, TTL, START);
        leases.follow();
        assertThat(leases.size()).isZero();
        assertThat(leases.due(START + 1_000_000)).isEmpty();
        leases.grant(APP, TTL, START + 1_000_000);
        leases.grant(OTHER, 2 * TTL, START + 1_000_000);
        assertThat(leases.size()).isEqualTo(2);
        assertThat(leases.due(START + 1_000_000 + TTL - 1)).isEmpty();
        assertThat(leases.due(START + 1_000_000 + TTL)).containsExactly(APP);
    }

    /** Heartbeats may be waiting unread: who was not yet given up has a full ttl again (scenario 15). */
    @Test
    void aLeaderThatWasPausedGivesAFullTtlToWhoeverItHasNotGivenUp() {
        leases.grant(OTHER, 1_000, START);
        leases.grant(APP, TTL, START);
        assertThat(leases.due(START + 1_000)).containsExactly(OTHER);
        leases.resumedAfterPause(START + TTL + 5_000);
        assertThat(leases.leftNs(APP, START + TTL + 5_000)).isEqualTo(TTL);
        assertThat(leases.due(START + TTL + 5_000)).isEmpty();
        assertThat(leases.leftNs(OTHER, START + 1_000)).isZero();
        assertThat(leases.due(START + 2 * TTL + 5_000)).containsExactly(APP);
    }

    @Test
    void aSecondGrantChangesNothing() {
        leases.grant(APP, TTL, START);
        leases.grant(APP, TTL, START + 5_000);
        assertThat(leases.leftNs(APP, START)).isEqualTo(TTL);
    }

    @Test
    void aConnectionThatDiedLeavesTheGrace() { // scenario 48
        leases.grant(APP, TTL, START);
        leases.disconnected(APP, START + 100);
        leases.disconnected(APP, START + 600);
        leases.disconnected(OTHER, START);
        assertThat(leases.due(START + 100 + GRACE - 1)).isEmpty();
        assertThat(leases.due(START + 100 + GRACE)).containsExactly(APP);
    }

    @Test
    void theGraceIsNeverLongerThanTheLease() {
        leases.grant(APP, TTL, START);
        leases.disconnected(APP, START + TTL - 5);
        assertThat(leases.due(START + TTL)).containsExactly(APP);
    }

    @Test
    void aHeartbeatOnANewConnectionTakesTheGraceBack() { // scenario 91
        leases.grant(APP, TTL, START);
        leases.disconnected(APP, START + 100);
        assertThat(leases.renew(APP, START + 101, true)).isTrue();
        assertThat(leases.due(START + 5_000)).isEmpty();
        assertThat(leases.leftNs(APP, START)).isEqualTo(TTL + 101);
    }

    /** A heartbeat that was received before the connection died is confirmed after. It proves nothing of the process. */
    @Test
    void aHeartbeatFromBeforeTheConnectionDiedDoesNot() {
        leases.grant(APP, TTL, START);
        leases.disconnected(APP, START + 100);
        assertThat(leases.renew(APP, START + 100, false)).isTrue();
        assertThat(leases.due(START + 100 + GRACE)).containsExactly(APP);
    }

    /** The death of the old connection is noticed after a heartbeat on the new one was received, and before it is confirmed. */
    @Test
    void aHeartbeatOnAnotherConnectionCountsHoweverLateTheDeathIsNoticed() { // scenario 91
        leases.grant(APP, TTL, START);
        leases.disconnected(APP, START + 100);
        assertThat(leases.renew(APP, START + 99, true)).isTrue();
        assertThat(leases.due(START + 100 + GRACE)).isEmpty();
        assertThat(leases.leftNs(APP, START)).isEqualTo(TTL + 99);
    }

    /** It came by a connection that was made after the death and has died since: the process was there. */
    @Test
    void aHeartbeatReceivedAfterTheDeathCountsThoughItsConnectionIsGoneToo() { // scenario 91
        leases.grant(APP, TTL, START);
        leases.disconnected(APP, START + 100);
        assertThat(leases.renew(APP, START + 101, false)).isTrue();
        assertThat(leases.leftNs(APP, START)).isEqualTo(TTL + 101);
    }

    /** For a client whose heartbeats are all heard: what it counts from sending is over before it is here (P9). */
    @Test
    void aClientNeverOutlivesItsLeaseHere() {
        Random random = new Random(3);
        for (int run = 0; run < 500; run++) {
            LeaseKeeper keeper = new LeaseKeeper(GRACE);
            long now = random.nextLong();
            keeper.grant(APP, TTL, now);
            long validUntil = now;
            List<Long> received = new ArrayList<>();
            Map<Long, Long> sentAt = new HashMap<>();
            for (int step = 0; step < 40; step++) {
                long sent = now;
                now += 1 + random.nextInt(2_000);
                received.add(now);
                sentAt.put(now, sent);
                long confirmed = received.remove(random.nextInt(received.size()));
                if (keeper.renew(APP, confirmed, true)) {
                    long counted = sentAt.get(confirmed) + TTL;
                    validUntil = counted - validUntil > 0 ? counted : validUntil;
                }
                if (!keeper.due(now).isEmpty()) {
                    assertThat(now - validUntil)
                            .as("run %s: time left at the client", run)
                            .isNotNegative();
                }
            }
        }
    }

    @Test
    void dueOnesComeInTheOrderOfTheirOpening() {
        for (int i = 9; i > 0; i--) {
            leases.grant(new SessionId(i), TTL, START + i);
        }
        assertThat(leases.due(START + 2 * TTL))
                .extracting(SessionId::index)
                .containsExactly(9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }
}
