package io.nemcon.samples.demo.bank;

import io.nemcon.core.id.Gtrid;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Holds the transfers found in the two databases against the apps' notes. Run it when nothing changes them any more. */
public final class Verifier {

    private final BankDatabase first;
    private final BankDatabase second;

    public Verifier(BankDatabase first, BankDatabase second) {
        this.first = first;
        this.second = second;
    }

    /**
     * Reads both databases and judges.
     *
     * @param notes of every app, the killed ones too
     * @param inDoubtLeft prepared branches counted just before
     */
    public Verdict verify(long moneyBefore, List<Notes> notes, int inDoubtLeft) throws SQLException {
        Set<Gtrid> inFirst = first.transfers();
        Set<Gtrid> inSecond = second.transfers();
        Predicate<Gtrid> inBoth = gtrid -> inFirst.contains(gtrid) && inSecond.contains(gtrid);
        Predicate<Gtrid> inAny = gtrid -> inFirst.contains(gtrid) || inSecond.contains(gtrid);
        return new Verdict(
                moneyBefore,
                first.money() + second.money(),
                count(notes, Told.COMMITTED),
                count(notes, Told.ROLLED_BACK),
                count(notes, Told.UNKNOWN)
                        + notes.stream()
                                .mapToLong(app -> app.unanswered().size())
                                .sum(),
                count(notes, Told.COMMITTED, inBoth.negate()),
                count(notes, Told.ROLLED_BACK, inAny),
                onlyIn(inFirst, inSecond) + onlyIn(inSecond, inFirst),
                unasked(notes, inFirst, inSecond),
                inDoubtLeft);
    }

    private static long count(List<Notes> notes, Told told) {
        return count(notes, told, gtrid -> true);
    }

    private static long count(List<Notes> notes, Told told, Predicate<Gtrid> which) {
        return notes.stream()
                .flatMap(app -> app.told().stream())
                .filter(note -> note.told() == told && which.test(note.gtrid()))
                .count();
    }

    private static long unasked(List<Notes> notes, Set<Gtrid> inFirst, Set<Gtrid> inSecond) {
        Set<Gtrid> rest = new HashSet<>(inFirst);
        rest.addAll(inSecond);
        notes.forEach(app -> {
            rest.removeAll(app.unanswered());
            app.told().forEach(note -> rest.remove(note.gtrid()));
        });
        return rest.size();
    }

    private static long onlyIn(Set<Gtrid> here, Set<Gtrid> there) {
        return here.stream().filter(gtrid -> !there.contains(gtrid)).count();
    }
}
