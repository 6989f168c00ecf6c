package io.nemcon.node.log.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.node.log.LogException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Snapshots: when they are taken, what they replace, and what a crash in one leaves. */
class SnapshotTest {

    private final SimulatedDisk disk = new SimulatedDisk();
    private final List<String> committed = new ArrayList<>();

    @Test
    void aSnapshotReplacesTheSegmentsItCoversAndTheSnapshotBefore() throws Exception {
        Life life = open();
        fill(life, 20);
        life.snapshot();
        life.close();
        assertThat(FileNames.snapshots(disk.names())).containsExactly(20L);
        assertThat(FileNames.segments(disk.names())).hasSize(1);

        Life second = open();
        assertThat(second.list.restoredIndex).isEqualTo(20);
        assertThat(second.list.replayed).isZero();
        fill(second, 3);
        second.snapshot();
        second.close();
        try (Life third = open()) {
            assertThat(third.list.entries).isEqualTo(committed);
            assertThat(FileNames.snapshots(disk.names())).containsExactly(23L);
        }
    }

    @Test
    void aLogThatGrowsBeyondTheLimitTakesSnapshotsByItself() throws Exception {
        try (Life life = open()) {
            fill(life, 200);
            assertThat(life.list.snapshotsTaken).isPositive();
        }
        assertThat(FileNames.snapshots(disk.names())).hasSize(1);
        assertThat(FileNames.segments(disk.names()).size()).isLessThan(20);
        try (Life again = open()) {
            assertThat(again.list.entries).isEqualTo(committed);
            assertThat(again.list.replayed).isLessThan(60);
        }
    }

    @Test
    void askingAgainWithNothingNewWritesNothing() throws Exception {
        try (Life life = open()) {
            life.snapshot();
            fill(life, 1);
            life.snapshot();
            fill(life, 1);
        }
        try (Life life = open()) {
            life.snapshot();
            life.settle();
            assertThat(life.list.snapshotsTaken).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void theLogGoesOnWhileASnapshotIsBeingWritten() throws Exception {
        CountDownLatch slowDisk = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        disk.beforeForce(name -> {
            if (name.endsWith(".snapshot.tmp")) {
                writing.countDown();
                Life.awaitLatch(slowDisk);
            }
        });
        Life life = open();
        fill(life, 5);
        life.snapshot();
        Life.awaitLatch(writing);
        fill(life, 100);
        assertThat(life.list.snapshotsTaken).as("one at a time").isEqualTo(1);
        slowDisk.countDown();
        life.close();
        try (Life again = open()) {
            assertThat(again.list.entries).isEqualTo(committed);
        }
    }

    @Test
    void aSnapshotThatCannotBeWrittenIsGivenUpAndTheLogGoesOn() throws Exception {
        disk.failForcesOf(name -> name.endsWith(".snapshot.tmp"));
        try (Life life = open()) {
            fill(life, 100);
            assertThat(life.list.failures).isEmpty();
        }
        assertThat(disk.names()).noneMatch(name -> name.endsWith(".snapshot") || name.endsWith(".tmp"));
        disk.failForcesOf(name -> false);
        try (Life again = open()) {
            again.settle();
            assertThat(again.list.entries).isEqualTo(committed);
        }
        assertThat(FileNames.snapshots(disk.names())).hasSize(1);
    }

    /** Scenarios 10 and 11. */
    @Test
    void aPowerCutAtEveryStepOfASnapshotLeavesTheOldOneOrTheNew() throws Exception {
        for (int step = 1; step <= 30; step++) {
            for (int seed = 0; seed < 5; seed++) {
                new SnapshotTest().crashInSnapshot(step, new Random(seed));
            }
        }
    }

    private void crashInSnapshot(int step, Random random) throws LogException {
        try (Life life = open()) {
            fill(life, 12);
            life.snapshot();
        }
        SimulatedDisk.SimulatedFiles files = disk.process();
        Life life = Life.on(Lives.SMALL, files);
        fill(life, 12);
        disk.crashAtStep(step, random);
        life.snapshot();
        life.close();
        disk.cutPower(random);
        try (Life again = open()) {
            assertThat(again.list.entries).isEqualTo(committed);
            assertThat(again.list.restoredIndex).isGreaterThan(0);
            assertThat(disk.names()).noneMatch(name -> name.endsWith(".snapshot.tmp"));
        }
    }

    @Test
    void anOlderSnapshotStandsInForADamagedOneWhileTheLogReachesBack() throws Exception {
        Life life = open();
        fill(life, 3);
        life.snapshot();
        life.close();
        byte[] older = disk.content(FileNames.snapshot(3));
        life = open();
        fill(life, 2);
        life.snapshot();
        life.close();
        assertThat(FileNames.segments(disk.names())).containsExactly(1L);

        byte[] newer = disk.content(FileNames.snapshot(5));
        for (int at = 0; at < newer.length; at++) {
            byte[] damaged = newer.clone();
            damaged[at] ^= 1;
            if (at >= 12 && at < 16) {
                continue; // unused
            }
            disk.overwrite(FileNames.snapshot(5), damaged);
            disk.overwrite(FileNames.snapshot(3), older);
            try (Life again = open()) {
                assertThat(again.list.restoredIndex).as("byte %s", at).isEqualTo(3);
                assertThat(again.list.entries).isEqualTo(committed);
            }
        }
    }

    /** Scenario 12b. */
    @Test
    void aDamagedSnapshotWithNothingInItsPlaceIsRefused() throws Exception {
        Life life = open();
        fill(life, 30);
        life.snapshot();
        life.close();
        String name = FileNames.snapshot(FileNames.snapshots(disk.names()).get(0));
        byte[] damaged = disk.content(name);
        damaged[damaged.length - 1] ^= 1;
        disk.overwrite(name, damaged);
        var before = disk.picture();
        assertThatThrownBy(this::open)
                .isInstanceOf(LogException.class)
                .hasMessageContainingAll("the log is damaged", "entries 1 to", "no whole snapshot");
        assertThat(disk.picture()).isEqualTo(before);
    }

    private Life open() throws LogException {
        return Life.on(Lives.SMALL, disk.process());
    }

    private void fill(Life life, int count) {
        for (int i = 0; i < count; i++) {
            String text = committed.size() + "x".repeat(150);
            life.commit(text);
            committed.add(text);
        }
    }
}
