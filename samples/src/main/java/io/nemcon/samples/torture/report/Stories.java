package io.nemcon.samples.torture.report;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.torture.check.Found;
import io.nemcon.samples.torture.history.History;
import io.nemcon.samples.torture.history.ListOp;
import io.nemcon.samples.torture.history.Recorded;
import io.nemcon.samples.torture.world.Strike;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells of one transaction what its app did and was told and when, what of it is in each database now, which faults struck
 * meanwhile, and what the logs say. Immutable.
 */
public final class Stories {

    /** A fault that ended so long before may still matter, as may one that began so long after. */
    private static final long BEFORE_MS = 2_000;

    private static final long AFTER_MS = 5_000;
    /** What became of a transaction whose app died is settled by others, for so long at most. */
    private static final long AFTER_DEATH_MS = 15_000;

    private final History history;
    private final Found found;
    private final Map<String, List<String>> prepared;
    private final List<Strike> strikes;
    private final Logs logs;
    private final long beganMs;

    /**
     * @param prepared the names of branches that are left prepared, by database; in the order of {@code found}'s databases
     * @param beganMs from when times are told
     */
    public Stories(
            History history,
            Found found,
            Map<String, List<String>> prepared,
            List<Strike> strikes,
            Logs logs,
            long beganMs) {
        this.history = history;
        this.found = found;
        this.prepared = prepared;
        this.strikes = strikes.stream()
                .sorted(Comparator.comparingLong(Strike::beganMs))
                .toList();
        this.logs = logs;
        this.beganMs = beganMs;
    }

    /** A few lines; of one that is in no history, what there is. */
    public List<String> of(Gtrid gtrid) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("Transaction " + gtrid);
        history.transactions().stream()
                .filter(one -> one.gtrid().equals(gtrid))
                .findFirst()
                .ifPresentOrElse(one -> tell(one, lines), () -> lines.add("  is in no app's history"));
        prepared.forEach((database, names) -> names.stream()
                .filter(name -> name.contains(gtrid.toString()))
                .forEach(name -> lines.add("  still prepared in " + database + ": " + name)));
        List<String> said = logs.naming(gtrid.toString());
        if (!said.isEmpty()) {
            lines.add("  in the logs:");
            said.forEach(line -> lines.add("    " + line));
        }
        return lines;
    }

    private void tell(Recorded one, List<String> lines) {
        lines.add(at(one.endBeganMs()) + one.life() + " asked for its end; it "
                + (one.invocation().transfer() ? "moved money" : "worked on lists"));
        if (one.toldMs() == 0) {
            lines.add("              " + one.life() + " wrote down no answer: it died, or was stopped for good");
        } else {
            lines.add(at(one.toldMs()) + one.life() + " was told " + one.told()
                    + (one.words().isEmpty() ? "" : ", in these words: " + one.words()));
        }
        lines.add("  there now:");
        effects(one).forEach(effect -> lines.add("    " + effect));
        faults(one, lines);
    }

    private List<String> effects(Recorded one) {
        List<String> effects = new ArrayList<>();
        if (one.invocation().transfer()) {
            List<String> databases = List.copyOf(prepared.keySet());
            for (int i = 0; i < found.transfers().size(); i++) {
                boolean there = found.transfers().get(i).contains(one.gtrid());
                effects.add(databases.get(i) + ": its row is " + (there ? "there" : "MISSING"));
            }
        } else {
            one.invocation().ops().forEach(op -> effects.add(effect(op)));
        }
        return effects;
    }

    private String effect(ListOp op) {
        List<Long> now = found.lists().getOrDefault(op.list(), List.of());
        Long appended = op.appended();
        if (appended == null) {
            return op.list() + ": read " + op.seen() + ", now " + now;
        }
        int at = now.indexOf(appended);
        return op.list() + ": appended " + appended + " after " + op.seen() + ", now "
                + (at < 0 ? "MISSING in " : "number " + (at + 1) + " of ") + now;
    }

    private void faults(Recorded one, List<String> lines) {
        long fromMs = one.endBeganMs() - BEFORE_MS;
        long toMs = one.toldMs() == 0 || one.told() == Told.UNKNOWN
                ? Math.max(one.endBeganMs(), one.toldMs()) + AFTER_DEATH_MS
                : one.toldMs() + AFTER_MS;
        List<Strike> meanwhile =
                strikes.stream().filter(strike -> strike.overlaps(fromMs, toMs)).toList();
        lines.add(meanwhile.isEmpty() ? "  no fault struck meanwhile" : "  struck meanwhile:");
        meanwhile.forEach(strike -> lines.add(String.format(
                Locale.ROOT,
                "    %.3f to %.3f s  %s to %s",
                seconds(strike.beganMs()),
                seconds(strike.endedMs()),
                strike.kind().word(),
                strike.victim())));
    }

    private String at(long ms) {
        return String.format(Locale.ROOT, "  %8.3f s  ", seconds(ms));
    }

    private double seconds(long ms) {
        return (ms - beganMs) / 1e3;
    }
}
