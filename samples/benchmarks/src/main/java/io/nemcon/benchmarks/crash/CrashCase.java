package io.nemcon.benchmarks.crash;

import io.nemcon.benchmarks.system.SystemName;
import java.util.List;

/**
 * Who is killed, and what becomes of the disk it had.
 *
 * @param disk of the killed app
 */
public record CrashCase(SystemName system, Disk disk) {

    /** Where the killed app's transaction log was. */
    public enum Disk {
        NONE("no log in the app"),
        KEPT("log kept"),
        LOST("log's disk lost");

        private final String text;

        Disk(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** An app of a group has no log, so there is but one case. */
    public static List<CrashCase> all() {
        return List.of(
                new CrashCase(SystemName.NEMCON_3NODES, Disk.NONE),
                new CrashCase(SystemName.NARAYANA, Disk.KEPT),
                new CrashCase(SystemName.NARAYANA, Disk.LOST),
                new CrashCase(SystemName.ATOMIKOS, Disk.KEPT),
                new CrashCase(SystemName.ATOMIKOS, Disk.LOST));
    }

    /** Who cleans up, for people. */
    String whoRecovers() {
        return disk == Disk.NONE
                ? "another app's agent; the killed app stays dead"
                : "the killed app, restarted at once";
    }

    @Override
    public String toString() {
        return system + ", " + disk;
    }
}
