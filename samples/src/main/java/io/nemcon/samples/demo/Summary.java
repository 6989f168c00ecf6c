package io.nemcon.samples.demo;

import io.nemcon.samples.demo.bank.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The result, for a person who has not read anything about Nemcon. */
final class Summary {

    static final long FAILOVER_TARGET_MS = 1_000;
    static final long RESOLVE_TARGET_MS = 3_000;

    private final DemoResult result;
    private final Verdict verdict;

    Summary(DemoResult result) {
        this.result = result;
        this.verdict = result.verdict();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(row("Money", "%,d before, %,d after: %s", verdict.moneyBefore(), verdict.moneyAfter(), money()));
        lines.add(row(
                "Transfers",
                "%,d: %,d told COMMITTED, %,d told rolled back, %,d never told",
                verdict.transactions(),
                verdict.committed(),
                verdict.rolledBack(),
                verdict.unknown()));
        lines.add(row("", "%,d told COMMITTED and not in both databases", verdict.toldCommittedMissing()));
        lines.add(row("", "%,d told rolled back and yet in a database", verdict.toldRolledBackPresent()));
        lines.add(row("", "%,d in one database only, whatever was told", verdict.torn() + verdict.unasked()));
        lines.add(row("", "%,d prepared branches left behind", verdict.inDoubtLeft()));
        result.leaderKills().forEach(kill -> lines.add(row("Leader", "%s killed%s", kill.node(), failover())));
        result.appKills().forEach(kill -> lines.add(appKilled(kill)));
        lines.add(row(
                "Speed",
                "%,.0f commits/s; a transfer took %,.1f ms (median), %,.1f ms (99th percentile)",
                result.throughput(),
                result.percentileMs(0.5),
                result.percentileMs(0.99)));
        lines.add("");
        lines.add(result.ok() ? "OK: every transfer is in both databases or in none, as its app was told." : notOk());
        return lines;
    }

    private String money() {
        long difference = verdict.moneyAfter() - verdict.moneyBefore();
        if (difference == 0) {
            return "none lost, none made";
        }
        return String.format(Locale.ROOT, "%,d %s", Math.abs(difference), difference < 0 ? "LOST" : "MADE OF NOTHING");
    }

    private String failover() {
        if (result.failoverMs().isEmpty()) {
            return "; no commit was acknowledged after that";
        }
        long ms = result.failoverMs().get(0);
        return String.format(
                Locale.ROOT, "; next commit acknowledged after %,d ms (%s)", ms, target(ms, FAILOVER_TARGET_MS));
    }

    private static String appKilled(AppKill kill) {
        String resolved = kill.resolveMs().isEmpty()
                ? "prepared branches of it stayed"
                : String.format(
                        Locale.ROOT,
                        "nothing prepared left after %,d ms (%s)",
                        kill.resolveMs().getAsLong(),
                        target(kill.resolveMs().getAsLong(), RESOLVE_TARGET_MS));
        return row("App", "%s killed amid %,d transfers; %s", kill.app(), kill.unanswered(), resolved);
    }

    private static String target(long ms, long belowMs) {
        return String.format(Locale.ROOT, "target: below %,d%s", belowMs, ms < belowMs ? "" : ", MISSED");
    }

    private String notOk() {
        return result.faults().stream().collect(Collectors.joining("; ", "NOT OK: ", "."));
    }

    private static String row(String title, String format, Object... values) {
        return String.format(Locale.ROOT, "%-11s", title) + String.format(Locale.ROOT, format, values);
    }
}
