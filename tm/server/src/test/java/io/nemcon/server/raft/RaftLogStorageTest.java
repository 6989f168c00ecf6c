package io.nemcon.server.raft;

import static io.nemcon.server.raft.TestGroup.PATIENCE;
import static io.nemcon.server.raft.TestGroup.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.impl.RocksDBLogStorage;
import io.nemcon.node.log.LogException;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import io.nemcon.node.log.Role;
import io.nemcon.server.raft.TestNode.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

final class RaftLogStorageTest {

    private static final SnapshotPolicy EVERY_100 = new SnapshotPolicy(Duration.ofHours(1), 100, Long.MAX_VALUE);

    @TempDir
    Path folder;

    /** JRaft's storage on a disk that breaks. */
    private static final class BreakableDisk extends DefaultJRaftServiceFactory {

        private volatile boolean broken;

        @Override
        public LogStorage createLogStorage(String uri, RaftOptions options) {
            return new RocksDBLogStorage(uri, options) {
                @Override
                public int appendEntries(List<LogEntry> entries) {
                    return broken ? 0 : super.appendEntries(entries);
                }
            };
        }
    }

    private List<String> commit(TestGroup group, String prefix, int count) {
        List<String> entries =
                IntStream.range(0, count).mapToObj(number -> prefix + number).toList();
        entries.forEach(group::commitSurely);
        return entries;
    }

    private Stream<Path> snapshotsOf(TestNode node) throws Exception {
        Path snapshots = node.config().folder().resolve("snapshots");
        return Files.exists(snapshots)
                ? Files.list(snapshots)
                        .filter(file -> file.getFileName().toString().startsWith("snapshot_"))
                : Stream.empty();
    }

    private void awaitSnapshot(TestNode node) {
        await().atMost(PATIENCE).until(() -> {
            try (Stream<Path> snapshots = snapshotsOf(node)) {
                return snapshots.findAny().isPresent();
            }
        });
    }

    // scenario 13
    @Test
    void aForceThatFailsAcknowledgesNothingAndStopsTheNode() throws Exception {
        BreakableDisk disk = new BreakableDisk();
        try (TestGroup group = new TestGroup(folder, 1)) {
            TestNode node = group.node(0);
            node.useStorages(disk);
            group.start();
            group.commitSurely("before");
            disk.broken = true;

            CompletableFuture<Answer> answer = node.propose("into the void");

            assertThat(get(answer).failure()).isEqualTo(ProposeFailure.UNKNOWN);
            await().atMost(PATIENCE).until(() -> node.state().role() == Role.STOPPED);
            assertThat(node.recorder().failure()).isInstanceOf(LogException.class);
            assertThat(get(node.propose("late")).committed()).isFalse();
            assertThat(get(node.read())).isFalse();
            assertThat(node.recorder().entries()).containsExactly("before");
        }
    }

    // scenarios 13 and 14: the disk of the leader breaks, the others go on
    @Test
    void theGroupGoesOnWithoutTheNodeWhoseDiskBroke() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3)) {
            List<BreakableDisk> disks =
                    group.nodes().stream().map(node -> new BreakableDisk()).toList();
            for (int number = 0; number < 3; number++) {
                group.node(number).useStorages(disks.get(number));
            }
            group.start();
            group.commitSurely("before");
            TestNode broken = group.awaitLeader();
            disks.get(group.nodes().indexOf(broken)).broken = true;

            Answer answer = get(broken.propose("perhaps"));
            await().atMost(PATIENCE).until(() -> broken.recorder().failure() != null);
            TestNode next = group.awaitLeaderAmong(group.others(broken));

            assertThat(get(next.propose("after")).committed()).isTrue();
            if (answer.committed()) {
                assertThat(next.recorder().entries()).contains("perhaps");
            }
        }
    }

    @Test
    void aSnapshotIsTakenAfterSoManyEntriesAndRestored() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1, 0, config -> config.with(EVERY_100)).start()) {
            List<String> entries = commit(group, "entry ", 250);
            TestNode node = group.node(0);
            awaitSnapshot(node);
            node.stop();
            node.start();
            group.awaitLeader();

            assertThat(node.recorder().restored()).isEqualTo(1);
            assertThat(node.recorder().entries()).containsExactlyElementsOf(entries);
            assertThat(node.recorder().complaints()).isEmpty();
        }
    }

    @Test
    void aSnapshotOnDemandIsTakenInTheBackground() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            group.commitSurely("one");
            group.node(0).log().snapshot();
            awaitSnapshot(group.node(0));
        }
    }

    // scenarios 11 and 61: what it lacks was purged, so it gets a snapshot
    @Test
    void aFollowerThatLagsFarBehindGetsASnapshotAndMayLead() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3, 0, config -> config.with(EVERY_100)).start()) {
            TestNode lagging = group.others(group.awaitLeader()).get(0);
            lagging.stop();
            // large enough for the copy to come in many pieces
            List<String> entries = commit(group, "x".repeat(4000), 450);
            for (TestNode node : group.others(lagging)) {
                awaitSnapshot(node);
            }
            lagging.start();
            group.awaitEntries(lagging, entries);

            assertThat(lagging.recorder().restored()).isGreaterThanOrEqualTo(1);
            group.commitSurely("after");
            group.checkAllTheSame();
        }
    }

    @Test
    void aDamagedSnapshotIsRefused() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestNode node = group.node(0);
            group.commitSurely("one");
            node.log().snapshot();
            awaitSnapshot(node);
            node.stop();
            Path state;
            try (Stream<Path> snapshots = snapshotsOf(node)) {
                state = snapshots.findFirst().orElseThrow().resolve(SnapshotFile.NAME);
            }
            byte[] bytes = Files.readAllBytes(state);
            bytes[bytes.length / 2] ^= 1;
            Files.write(state, bytes);

            assertThatThrownBy(node::start)
                    .isInstanceOf(LogException.class)
                    .hasMessageContainingAll(state.getParent().toString(), "is damaged", "empty folder");
            assertThat(node.recorder().restored()).isZero();
            assertThat(node.recorder().failure()).isNull();
        }
    }

    @Test
    void aLogThatAnotherProcessHasOpenIsRefused() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestNode node = group.node(0);
            group.commitSurely("one");
            node.stop();
            Path log = node.config().folder().resolve("elsewhere");
            Files.move(node.config().folder().resolve("log"), log);
            Files.createDirectories(node.config().folder().resolve("log"));
            try (Options options = new Options().setCreateIfMissing(true);
                    RocksDB other = RocksDB.open(
                            options, node.config().folder().resolve("log").toString())) {
                assertThat(other.getLatestSequenceNumber()).isZero();
                assertThatThrownBy(node::start)
                        .isInstanceOf(LogException.class)
                        .hasMessageContainingAll("cannot be opened", "another process");
            }
        }
    }
}
