package io.nemcon.samples.demo;

import io.nemcon.samples.demo.bank.Note;
import io.nemcon.samples.demo.bank.Notes;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.demo.bank.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What came out. Immutable.
 *
 * @param worked how long the apps worked
 * @param tookMicros of each committed transfer, from begin to being told, ascending
 * @param failoverMs of each leader kill after which a commit was acknowledged
 * @param resolveMs of each app kill of which nothing was left
 */
record DemoResult(
        Verdict verdict,
        Duration worked,
        List<Long> tookMicros,
        List<LeaderKill> leaderKills,
        List<Long> failoverMs,
        List<AppKill> appKills,
        List<Long> resolveMs) {

    DemoResult {
        tookMicros = List.copyOf(tookMicros);
        leaderKills = List.copyOf(leaderKills);
        failoverMs = List.copyOf(failoverMs);
        appKills = List.copyOf(appKills);
        resolveMs = List.copyOf(resolveMs);
    }

    static DemoResult of(
            Verdict verdict, Duration worked, List<Notes> notes, List<LeaderKill> leaderKills, List<AppKill> appKills) {
        return new DemoResult(
                verdict,
                worked,
                notes.stream()
                        .flatMap(app -> app.told().stream())
                        .filter(note -> note.told() == Told.COMMITTED)
                        .map(Note::tookMicros)
                        .sorted()
                        .toList(),
                leaderKills,
                leaderKills.stream()
                        .flatMapToLong(kill -> kill.failoverMs(notes).stream())
                        .boxed()
                        .toList(),
                appKills,
                appKills.stream()
                        .flatMapToLong(kill -> kill.resolveMs().stream())
                        .boxed()
                        .toList());
    }

    /** Committed transfers a second. */
    double throughput() {
        return verdict.committed() * 1e9 / worked.toNanos();
    }

    /** How long this part of the committed transfers took at most; 0 if there were none. */
    double percentileMs(double part) {
        if (tookMicros.isEmpty()) {
            return 0;
        }
        int rank = (int) Math.ceil(tookMicros.size() * part);
        return tookMicros.get(Math.max(0, rank - 1)) / 1e3;
    }

    /** What is wrong, a sentence each; nothing if all is well. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (verdict.moneyBefore() != verdict.moneyAfter()) {
            faults.add("money was " + (verdict.moneyAfter() < verdict.moneyBefore() ? "lost" : "made"));
        }
        fault(faults, verdict.toldCommittedMissing(), "told COMMITTED, and missing from a database");
        fault(faults, verdict.toldRolledBackPresent(), "told rolled back, and there");
        fault(faults, verdict.torn(), "in one database and not in the other");
        fault(faults, verdict.unasked(), "in a database and in nobody's notes");
        if (verdict.inDoubtLeft() > 0) {
            faults.add("prepared branches are left: " + verdict.inDoubtLeft());
        }
        if (verdict.committed() == 0) {
            faults.add("nothing was committed, so nothing was shown");
        }
        if (failoverMs.size() < leaderKills.size()) {
            faults.add("no commit was acknowledged after the leader was killed");
        }
        if (resolveMs.size() < appKills.size()) {
            faults.add("prepared branches of the killed app were left for too long");
        }
        return faults;
    }

    private static void fault(List<String> faults, long count, String what) {
        if (count > 0) {
            faults.add(count + (count == 1 ? " transfer was " : " transfers were ") + what);
        }
    }

    boolean ok() {
        return faults().isEmpty();
    }
}
