package io.nemcon.samples.torture;

import io.nemcon.node.NodeStatus;
import io.nemcon.samples.torture.world.World;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Waits, once all faults are over, until the world has done what there is left to do. One thread. */
final class Healing {

    /** Processes may have to start before they can work, on a busy machine. */
    private static final Duration WORK_TIMEOUT = Duration.ofSeconds(90);

    private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(120);

    /** A branch may be missing from the list for a moment while its connection dies, so nothing is seen so often in a row. */
    private static final int QUIET_LOOKS = 3;

    private static final Duration HIDDEN_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LEADER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration TELL_EVERY = Duration.ofSeconds(3);

    private final World world;
    private final Progress progress;

    Healing(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
    }

    /**
     * Waits until every app has committed more than before.
     *
     * @param before how many transactions each had committed some time after everything was healed
     * @return those that have not, even after a long time
     */
    List<String> awaitWork(Map<String, Long> before) throws InterruptedException {
        long deadline = System.nanoTime() + WORK_TIMEOUT.toNanos();
        while (true) {
            List<String> idle = world.committed().entrySet().stream()
                    .filter(app -> app.getValue() <= before.getOrDefault(app.getKey(), 0L))
                    .map(Map.Entry::getKey)
                    .toList();
            if (idle.isEmpty() || System.nanoTime() > deadline) {
                return idle;
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    /**
     * Waits, for a bounded time, until nothing is prepared and everything decided is reported; the apps have ended.
     *
     * @param idle what {@link #awaitWork} has returned
     */
    Aftermath awaitQuiet(List<String> idle) throws SQLException, InterruptedException, IOException {
        Map<String, List<String>> prepared = quiet();
        int hidden = 0;
        if (Aftermath.count(prepared) == 0 && world.reveal()) {
            hidden = Aftermath.count(revealed());
            prepared = quiet();
        }
        NodeStatus ledger = ledger();
        return new Aftermath(idle, prepared, hidden, ledger.unfinished(), ledger.incidentsOpen());
    }

    /** What is prepared when that is nothing, or when it has taken too long. */
    private Map<String, List<String>> quiet() throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + QUIET_TIMEOUT.toNanos();
        long toldNs = System.nanoTime();
        int quietLooks = 0;
        while (true) {
            Map<String, List<String>> prepared = world.prepared();
            Optional<NodeStatus> ledger = world.ledger();
            Optional<Integer> unfinished = ledger.map(NodeStatus::unfinished);
            // what waits for a person does not come by waiting, and fails the run anyway
            boolean isQuiet = Aftermath.count(prepared) == 0
                    && ledger.filter(of -> of.unfinished() <= of.incidentsOpen())
                            .isPresent();
            quietLooks = isQuiet ? quietLooks + 1 : 0;
            if (quietLooks == QUIET_LOOKS || System.nanoTime() > deadline) {
                return prepared;
            }
            if (System.nanoTime() - toldNs > TELL_EVERY.toNanos()) {
                progress.say(Aftermath.count(prepared) + " branches are still prepared, "
                        + unfinished
                                .map(count -> count + " transactions unfinished ...")
                                .orElse("no node leads ..."));
                toldNs = System.nanoTime();
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    /** What databases list that have just been started again, before the agent can have finished any of it. */
    private Map<String, List<String>> revealed() throws InterruptedException, IOException {
        long deadline = System.nanoTime() + HIDDEN_TIMEOUT.toNanos();
        while (true) {
            try {
                return world.prepared();
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("a database did not answer after its restart", e);
                }
                Thread.sleep(LOOK_EVERY.toMillis());
            }
        }
    }

    private NodeStatus ledger() throws InterruptedException, IOException {
        long deadline = System.nanoTime() + LEADER_TIMEOUT.toNanos();
        while (true) {
            Optional<NodeStatus> ledger = world.ledger();
            if (ledger.isPresent()) {
                return ledger.get();
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "no node leads " + LEADER_TIMEOUT.toSeconds() + " s after everything was healed and quiet");
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }
}
