package io.nemcon.node.log.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.node.log.LogException;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import io.nemcon.node.log.Role;
import io.nemcon.node.log.local.Life.Answer;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A disk that fails or is full while the log is open. */
class DiskFaultTest {

    private static final Predicate<String> SEGMENTS = name -> name.endsWith(".segment");

    private final SimulatedDisk disk = new SimulatedDisk();

    /** Scenario 13. */
    @Test
    void aForceThatFailsAcknowledgesNothingAndEndsTheLogWithoutASecondForce() throws Exception {
        Life life = open();
        life.commit("a");
        disk.failForcesOf(SEGMENTS);
        long forces = disk.forcesOf(SEGMENTS);
        List<Answer> answers = life.proposeTogether(List.of("b", "c"));
        assertThat(answers).extracting(answer -> answer.failure).containsOnly(ProposeFailure.UNKNOWN);
        assertThat(answers.get(0).why).contains("Input/output error");
        Life.awaitLatch(life.list.failed);

        Answer later = life.propose("d");
        assertThat(later.failure).isEqualTo(ProposeFailure.NOT_LEADER);
        assertThat(later.why).contains("Input/output error");
        life.close();
        assertThat(disk.forcesOf(SEGMENTS)).isEqualTo(forces + 1);
        assertThat(life.list.entries).containsExactly("a");
        assertThat(life.list.failures).hasSize(1);
        assertThat(life.list.states.get(1).role()).isEqualTo(Role.STOPPED);
    }

    /** Scenario 13. */
    @Test
    void everyProposalIsAnsweredThoughOnlyTheFirstOfTheirRecordsWasWritten() throws Exception {
        Life life = open();
        life.commit("a");
        disk.failForcesOf(SEGMENTS);
        List<String> texts =
                IntStream.range(0, 20).mapToObj(i -> i + "x".repeat(500)).toList();
        assertThat(life.proposeTogether(texts))
                .extracting(answer -> answer.failure)
                .containsOnly(ProposeFailure.UNKNOWN);
        life.close();
    }

    /** Scenario 13: the bytes of a failed force look clean to the system, and are not on the disk. */
    @Test
    void whatIsReadBackAfterAFailedForceIsMadeDurableBeforeItCounts() throws Exception {
        Life life = open();
        life.commit("a");
        disk.failForcesOf(SEGMENTS);
        assertThat(life.propose("b").failure).isEqualTo(ProposeFailure.UNKNOWN);
        life.close();
        disk.failForcesOf(name -> false);
        Life second = open();
        assertThat(second.list.entries).containsExactly("a", "b");
        disk.cutPower(new Random(1));
        second.close();
        try (Life third = open()) {
            assertThat(third.list.entries).containsExactly("a", "b");
        }
    }

    /** Scenario 13. */
    @Test
    void aWriteThatFailsEndsTheLogTheSameWay() throws Exception {
        Life life = open();
        disk.failWritesOf(SEGMENTS);
        assertThat(life.propose("a").failure).isEqualTo(ProposeFailure.UNKNOWN);
        Life.awaitLatch(life.list.failed);
        life.close();
        disk.failWritesOf(name -> false);
        try (Life again = open()) {
            again.commit("b");
            assertThat(again.list.entries).containsExactly("b");
        }
    }

    @Test
    void anOpeningThatCannotForceIsRefusedWithAWayOut() throws Exception {
        open().close();
        disk.failForcesOf(name -> true);
        assertThatThrownBy(this::open)
                .isInstanceOf(LogException.class)
                .hasMessageContainingAll("/simulated", "Input/output error", "choose a folder");
    }

    /** Scenario 14: refused, not unknown; the log goes on by itself when there is room again. */
    @Test
    void withoutRoomForTheNextSegmentProposalsAreRefusedUntilThereIsRoom() throws Exception {
        try (Life life = open()) {
            disk.usable(1000);
            int committed = 0;
            Answer refused = life.propose("0".repeat(500));
            while (refused.isCommitted()) {
                committed++;
                refused = life.propose(committed + "0".repeat(500));
            }
            assertThat(committed).isGreaterThan(1);
            assertThat(refused.failure).isEqualTo(ProposeFailure.BUSY);
            assertThat(refused.why).contains("no room").contains("4096 bytes");
            assertThat(life.propose("still").failure).isIn(null, ProposeFailure.BUSY);
            life.settle();
            assertThat(life.log.state().role()).isEqualTo(Role.LEADER);

            disk.usable(1 << 20);
            life.commit("after");
            assertThat(life.list.entries).contains("after").doesNotHaveDuplicates();
            assertThat(life.list.failures).isEmpty();
        }
        try (Life again = open()) {
            assertThat(again.list.entries).contains("after").doesNotHaveDuplicates();
        }
    }

    /** Scenario 14: the room ends in the midst of making the segment. */
    @Test
    void aSegmentThatCouldNotBeFilledLeavesNothingBehind() throws Exception {
        try (Life life = open()) {
            life.commit("0".repeat(590), "1".repeat(590), "2".repeat(590));
            disk.failForcesOf(name -> {
                if (name.startsWith("spare")) {
                    disk.usable(0);
                    return true;
                }
                return false;
            });
            for (int i = 0; i < 6; i++) {
                Answer answer = life.propose(i + "x".repeat(580));
                assertThat(answer.failure).isIn(null, ProposeFailure.BUSY);
            }
            disk.failForcesOf(name -> false);
            disk.usable(1 << 20);
            life.commit("after");
        }
        assertThat(disk.names()).noneMatch(name -> name.endsWith(".tmp"));
    }

    private Life open() throws LogException {
        return Life.on(Lives.SMALL, disk.process());
    }
}
