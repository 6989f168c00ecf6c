package io.nemcon.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an agent says of itself, under a clock of the test's own. */
class VitalsTest {

    private static final ResourceName ORDERS = new ResourceName("orders");
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(Vitals.class);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Vitals vitals = new Vitals(ORDERS, new Watching(50), this::nanoTime);

    /** It may begin anywhere, below zero too. */
    private long nowNanos = -7;

    private long nanoTime() {
        return nowNanos;
    }

    @BeforeEach
    void listen() {
        log.start();
        LOG.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        LOG.detachAppender(log);
    }

    private void passes(long ms) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(ms);
    }

    private VitalSigns published() {
        vitals.publish();
        return vitals.signs();
    }

    private static Answer.Unfinished unfinished(long index, long... decidedAgoMs) {
        List<Answer.UnfinishedBranch> branches = new ArrayList<>();
        for (int i = 0; i < decidedAgoMs.length; i++) {
            Gtrid gtrid = new Gtrid(new GroupId(1), 1, new SessionId(1), i + 1);
            branches.add(new Answer.UnfinishedBranch(
                    BranchId.of(gtrid, ORDERS, 1), Decision.COMMIT, new Witness("1"), false, decidedAgoMs[i]));
        }
        return new Answer.Unfinished(index, false, branches);
    }

    private long warnings() {
        return log.list.stream().filter(line -> line.getLevel() == Level.WARN).count();
    }

    @Test
    void oneThatHasDoneNothingYetIsWell() {
        VitalSigns signs = vitals.signs();

        assertThat(signs.isHealthy()).isTrue();
        assertThat(signs.active()).isFalse();
        assertThat(signs.scannedAgoMs()).isEqualTo(VitalSigns.NEVER);
        assertThat(signs.oldestUnfinishedMs()).isEqualTo(VitalSigns.NEVER);
        assertThat(signs.prepared()).isNull();
    }

    @Test
    void agesGrowFromRoundToRound() {
        vitals.registered(true);
        vitals.unfinished(unfinished(42, 10, 300, 20));
        vitals.scanned();
        VitalSigns then = published();
        passes(1_000);

        assertThat(then.oldestUnfinishedMs()).isEqualTo(300);
        assertThat(vitals.signs().oldestUnfinishedMs()).isEqualTo(1_300);
        assertThat(vitals.signs().scannedAgoMs()).isEqualTo(1_000);
        assertThat(vitals.signs().index()).isEqualTo(42);
        assertThat(vitals.signs().unfinished()).isEqualTo(3);
        assertThat(vitals.signs().isHealthy()).isTrue();
    }

    @Test
    void nothingIsSeenBeforeTheRoundIsOver() {
        vitals.registered(true);
        assertThat(vitals.signs().active()).isFalse();
        assertThat(published().active()).isTrue();
    }

    @Test
    void aDecisionThatIsLeftForMoreThanAMinuteIsAFault() {
        vitals.registered(true);
        vitals.scanned();
        vitals.unfinished(unfinished(1, Vitals.DECISION_AGE_MAX_MS));
        assertThat(published().isHealthy()).isTrue();

        passes(1);
        assertThat(vitals.signs().faults()).singleElement().asString().contains("1 branches", "60001 ms");

        vitals.unfinished(unfinished(2));
        assertThat(published().isHealthy()).isTrue();
    }

    @Test
    void anActiveAgentThatDoesNotScanIsUnwellAndOneThatStandsByIsNot() {
        vitals.registered(true);
        published();
        passes(Vitals.SCAN_AGE_MAX_MS + 1);
        assertThat(vitals.signs().faults()).singleElement().asString().contains("has not scanned for 30001 ms");

        vitals.registered(false);
        assertThat(published().isHealthy()).isTrue();
    }

    @Test
    void oneThatBecomesActiveAfterLongStandingByIsNotCalledIdle() {
        vitals.registered(true);
        vitals.scanned();
        vitals.registered(false);
        passes(10 * Vitals.SCAN_AGE_MAX_MS);
        vitals.registered(true);

        assertThat(published().isHealthy()).isTrue();
    }

    @Test
    void whoeverDoesNotAnswerIsNamedUntilItDoes() {
        vitals.registered(true);
        vitals.resourceSilent("resource orders did not answer its agent");
        assertThat(published().resourceAnswers()).isFalse();
        assertThat(vitals.signs().faults()).containsExactly("resource orders did not answer its agent");
        vitals.scanned();
        assertThat(published().isHealthy()).isTrue();

        vitals.groupSilent("no node leads");
        assertThat(published().groupAnswers()).isFalse();
        assertThat(vitals.signs().active()).isFalse();
        assertThat(vitals.signs().faults()).containsExactly("the group did not answer: no node leads");
        vitals.registered(true);
        assertThat(published().isHealthy()).isTrue();
    }

    @Test
    void theWarningIsGivenOnceEachTimeItIsReached() {
        vitals.registered(true);
        vitals.prepared(new PreparedUse(4, 10));
        assertThat(warnings()).isZero();

        vitals.prepared(new PreparedUse(5, 10));
        vitals.prepared(new PreparedUse(9, 10));
        assertThat(warnings()).isEqualTo(1);
        assertThat(published().faults()).singleElement().asString().contains("9 of 10", "50 %");

        vitals.prepared(new PreparedUse(4, 10));
        assertThat(published().isHealthy()).isTrue();
        vitals.prepared(new PreparedUse(10, 10));
        assertThat(warnings()).isEqualTo(2);
    }

    @Test
    void aServerWithoutLimitIsNeverFullAndOneThatTakesNoneAlwaysIs() {
        assertThat(PreparedUse.withoutLimit(1_000_000).reaches(1)).isFalse();
        assertThat(PreparedUse.withoutLimit(3)).hasToString("3, no limit");
        assertThat(new PreparedUse(0, 0).reaches(100)).isTrue();
        assertThat(new PreparedUse(Integer.MAX_VALUE, Integer.MAX_VALUE).reaches(100))
                .isTrue();
        assertThatThrownBy(() -> new PreparedUse(-1, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWarningThatCanNotBeReachedIsRefused() {
        assertThatThrownBy(() -> new Watching(0)).hasMessageContaining("preparedWarningPercent");
        assertThatThrownBy(() -> new Watching(101)).hasMessageContaining("preparedWarningPercent");
    }
}
