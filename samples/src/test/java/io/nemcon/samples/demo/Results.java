package io.nemcon.samples.demo;

import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.samples.demo.bank.Note;
import io.nemcon.samples.demo.bank.Notes;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.demo.bank.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Results of runs that never were. */
final class Results {

    static final Verdict GOOD_VERDICT = new Verdict(2_000, 2_000, 4, 1, 1, 0, 0, 0, 0, 0);
    static final LeaderKill LEADER_KILL = new LeaderKill("tm-2", 10_000, 10_005);
    static final AppKill APP_KILL = new AppKill("app-2", 8, OptionalLong.of(1_730));

    private Results() {}

    static Note committed(long sequence, long askedMs, long toldMs, long tookMicros) {
        return new Note(gtrid(sequence), Told.COMMITTED, askedMs, toldMs, tookMicros);
    }

    static Gtrid gtrid(long sequence) {
        return new Gtrid(new GroupId(1), 0, new SessionId(7), sequence);
    }

    /** Four commits, the last two of them after the leader's end: told at 10,640 and 10,650. */
    static List<Notes> notes() {
        List<Note> told = new ArrayList<>();
        told.add(committed(1, 9_000, 9_004, 4_250));
        told.add(committed(2, 9_999, 10_630, 631_000));
        told.add(committed(3, 10_641, 10_650, 9_000));
        told.add(committed(4, 10_631, 10_640, 9_500));
        told.add(new Note(gtrid(5), Told.ROLLED_BACK, 10_020, 10_021, 1_000));
        return List.of(new Notes(told, Set.of(gtrid(6))));
    }

    static DemoResult good() {
        return of(GOOD_VERDICT);
    }

    static DemoResult of(Verdict verdict) {
        return DemoResult.of(verdict, Duration.ofSeconds(2), notes(), List.of(LEADER_KILL), List.of(APP_KILL));
    }
}
